"""Formats of Bangla screens."""
