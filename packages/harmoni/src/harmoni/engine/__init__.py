"""The compiled engine: one event loop over arrays."""
