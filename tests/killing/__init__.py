"""What is left when the server is killed in the middle of something: all of it, or nothing."""
