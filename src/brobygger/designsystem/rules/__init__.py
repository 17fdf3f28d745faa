"""What can be worked out without Django: how numbers are shortened into shapes."""
