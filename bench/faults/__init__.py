"""Sudden ends, counted: the processes of a working paper are killed at random instants while readers and an editor work.

``python -m bench.faults --kills 500 --seed 1 --write`` puts the table into ``docs/faults.md``.
"""
