"""The reporting year: from the project leads' confirmation to the steering group's adoption."""
