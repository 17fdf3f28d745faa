"""What is alike as pages show it."""
