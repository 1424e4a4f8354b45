"""How a story lies in its table."""

import pytest
from django.db import connection

from harkara.desk.models import Story


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps a long body elsewhere")
def test_the_body_stands_behind_all_other_columns() -> None:
    """Lists read the others: from behind the body SQLite would go through all of its pages for each row."""
    with connection.cursor() as cursor:
        columns = [
            column.name for column in connection.introspection.get_table_description(cursor, Story._meta.db_table)
        ]
    assert columns[-1] == "body"
