"""Writing comments, following, reading notices, and sending them."""
