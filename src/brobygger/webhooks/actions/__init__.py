"""Managing webhooks, and telling them what changed."""
