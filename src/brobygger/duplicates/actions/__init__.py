"""Writing what is alike, and what people decide about it."""
