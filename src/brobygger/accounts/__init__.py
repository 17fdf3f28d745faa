"""Sign-in and users."""
