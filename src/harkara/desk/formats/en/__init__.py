"""Formats of English screens."""
