"""From a pseudonymous event log to the numbers of a model, and from a model to a synthetic log."""
