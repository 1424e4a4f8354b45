"""Measurements. Each module is run by ``python -m bench.NAME``; ``python -m bench`` runs them all."""
