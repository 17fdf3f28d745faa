"""What a report is made of, as pure values."""
