"""The pages of the window: `*_model.py` say what a page shows (no Qt), the others draw it."""
