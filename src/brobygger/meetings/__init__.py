"""The steering group's meetings: the page and the paper of each, and what was decided."""
