"""Reading people, contacts and what is held."""
