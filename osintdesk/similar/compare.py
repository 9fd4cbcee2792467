"""Compare two media: what they share, and how one became the other."""
