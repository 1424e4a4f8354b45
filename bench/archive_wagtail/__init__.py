"""Wagtail's own search, as its documentation says to use it: a small Django project with one kind of story, on SQLite.

``python -m bench.archive_wagtail`` reads ``{"stories": …, "questions": …}`` from standard input and writes what each
question found. It runs in a process of its own, since Django is set up once in a process.
"""
