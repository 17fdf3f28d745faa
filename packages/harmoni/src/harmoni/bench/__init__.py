"""How fast, how large, beside what others use: measured on the machine at hand."""
