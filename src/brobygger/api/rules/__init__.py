"""What the API decides by itself: tokens, tags, cursors and faults. All else is decided below it."""
