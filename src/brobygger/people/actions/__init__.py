"""Writing people and contacts, erasing, forgetting, handing over."""
