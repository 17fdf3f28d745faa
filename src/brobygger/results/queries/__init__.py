"""Reading frameworks and figures."""
