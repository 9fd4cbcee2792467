"""The domain, and what every other part stands on: pure Python, no case, no window."""
