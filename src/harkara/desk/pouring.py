"""Many rows with one statement: putting together what Django would write for each takes longer than writing it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models


def pour(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Writes ``rows`` into the table of ``model`` and returns how many; call it in a transaction. ``names`` are the columns in
    which rows differ (as attributes: ``story_id``), all others have what a new row has. Values are as the field keeps them: texts
    spelled, times aware, JSON as the connection adapts it.
    """
    fields = {one.attname: one for one in model._meta.concrete_fields}
    empty = model()
    same = {
        name: one.get_db_prep_save(one.pre_save(empty, add=True), connection)
        for name, one in fields.items()
        if name not in names and not one.primary_key
    }
    ways = [(at, way) for at, name in enumerate(names) if (way := _way(fields[name])) is not None]
    values = []
    for row in rows:
        told = list(row)
        for at, way in ways:
            told[at] = way(told[at])
        values.append((*told, *same.values()))
    if values:
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(fields[name].column)) for name in (*names, *same))
        marks = ", ".join(["%s"] * len(values[0]))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})", values)  # noqa: S608 (names of columns)
    return len(values)


def _way(field: Any) -> Callable[[Any], Any] | None:
    """How a value of ``field`` gets into the database, where it does not as it is."""
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    return None
