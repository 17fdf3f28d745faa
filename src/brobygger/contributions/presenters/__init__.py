"""What the parties say, on screen."""
