"""What may be written, who is mentioned, and what one is told of."""
