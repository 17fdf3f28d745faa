"""The STRESS-DES report: all items, filled in from the files of the model and from the run."""
