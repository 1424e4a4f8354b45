"""Measurements. Each module is run by ``python -m bench.NAME`` and says what it needs; ``python -m bench`` runs them all."""
