"""People: who is in touch about an activity, everything that is held about a person, and how it leaves."""
