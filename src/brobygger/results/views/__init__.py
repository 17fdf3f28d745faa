"""Pages of måltall."""
