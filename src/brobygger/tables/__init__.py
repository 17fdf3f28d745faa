"""Tables of other people's making read in, and tables others may open written out."""
