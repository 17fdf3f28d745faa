"""What is doubtful about figures and the register, as plain functions over plain values."""
