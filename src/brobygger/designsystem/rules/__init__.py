"""What can be worked out without Django: the geometry of the charts."""
