"""The ladder of trust: each rung a model whose answer is known exactly."""
