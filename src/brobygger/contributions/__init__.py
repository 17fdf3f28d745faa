"""Contribution claims: what each party says the collaboration meant to an activity, and the credit that follows."""
