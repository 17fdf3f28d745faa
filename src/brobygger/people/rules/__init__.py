"""Pure: the words of contacts, how long people are kept, and the register of personal data."""
