"""From what the parties say to how much credit an activity carries."""
