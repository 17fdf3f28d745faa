"""Documents of agreed formats, from plain values to bytes."""
