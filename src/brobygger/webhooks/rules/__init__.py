"""Which addresses may be told, what they are told, how it is signed, and when it is tried again."""
