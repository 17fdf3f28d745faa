"""The model: what planners write, as files and as values."""
