"""The dialogs in which records are written, built from tables of their fields."""
