"""The next days from today's census as fans, kept as a file, and judged later by what came."""
