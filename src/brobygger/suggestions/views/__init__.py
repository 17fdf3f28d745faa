"""The form for those outside, and the pages of the coordinators."""
