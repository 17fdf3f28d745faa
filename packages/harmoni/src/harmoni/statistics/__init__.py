"""From replications to answers with honest intervals."""
