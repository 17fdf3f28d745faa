"""Writing rounds: opening, working, submitting, reviewing, adopting, disputing."""
