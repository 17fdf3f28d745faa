"""The slow engine: written to be read, in plain Python, from the model itself. The judge of the compiled one."""
