"""Builders with valid defaults, so that a test names only what it is about."""
