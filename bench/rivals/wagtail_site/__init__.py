"""A plain news site on Wagtail, as its documentation has one written: a page tree, a StreamField, Django's templates."""
