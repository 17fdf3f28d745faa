"""Finding what is registered twice."""
