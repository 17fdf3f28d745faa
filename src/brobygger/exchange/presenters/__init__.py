"""What is registered, as the values that a document of an agreed format is written from."""
