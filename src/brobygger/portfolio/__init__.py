"""The register: activities, each once, with all that belongs to them."""
