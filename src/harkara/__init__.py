"""Harkara: an online newspaper for Bangla newsrooms.

The rooms of the house are the packages beside this file; ``docs/where-things-live.md`` is their map.
"""

__version__ = "0.1.0"
