"""Reading what the parties say."""
