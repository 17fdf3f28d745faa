"""What a table says: where a cell stands, which row holds the headers, what a cell's text means."""
