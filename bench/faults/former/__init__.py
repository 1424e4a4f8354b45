"""A press of the version before: another layout, and page files of format N−1.

``sitecustomize.py`` in this folder turns a process into one before it does anything: who puts the folder on ``PYTHONPATH`` and
writes ``former`` into the file ``version`` of the home has a paper whose presses, started from then on, are of the version
before. All else is the product.
"""
