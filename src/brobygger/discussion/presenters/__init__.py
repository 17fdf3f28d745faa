"""Comments, news and mail as a reader sees them."""
