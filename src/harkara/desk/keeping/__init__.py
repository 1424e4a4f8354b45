"""Keeps what is typed: autosaved revisions, and what becomes of two wordings of one story.

``running`` says which revision an open editor may write over; ``screens.keeping`` is its way in, and
``static/desk/keeping`` the half that lives in the browser. Imports models and rights of the desk, never its screens.
"""
