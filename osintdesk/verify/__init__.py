"""Verification methods: pure functions from parameters to a result with its uncertainty."""
