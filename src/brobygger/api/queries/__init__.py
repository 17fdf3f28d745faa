"""Reading tokens and what the API answers with."""
