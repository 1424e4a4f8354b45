"""People: the accounts of the newsroom's staff. Readers are not here.

Door: ``people.models.User`` (Django's ``AUTH_USER_MODEL``). May import ``bangla``. What a person may do is said by the
groups that ``desk.rights`` keeps.
"""
