"""Harkara beside what newsrooms run today, on one machine, in one run.

``python -m bench.rivals --prepare FOLDER`` brings the rivals into a folder of their own (nothing is installed on the
machine); ``python -m bench.rivals --folder FOLDER --write`` measures. A rival that cannot be had is left out with a
sentence.
"""
