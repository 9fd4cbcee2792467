"""What a report says (block tree) and how it is set (PDF)."""
