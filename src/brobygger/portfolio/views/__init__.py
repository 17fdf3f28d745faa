"""The register on screen: reading it, and writing in it."""
