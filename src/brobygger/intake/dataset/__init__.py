"""A data set: a folder that holds one partnership (docs/reference/data-set.md), read in parts."""
