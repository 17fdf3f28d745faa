"""What comes in, checked against the partnership: activities as JSON, and the page for tokens."""
