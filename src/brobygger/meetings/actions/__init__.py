"""Planning meetings, and writing down what they decided."""
