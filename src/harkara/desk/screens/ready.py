"""``/desk/readyz``: whether the newsroom can work, for machines that start it again or send people to it.

It says nothing of the paper but what is lacking, in a word, and asks nobody who they are.
"""

from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from harkara.rack.outbox.sides import READERS

_applied: set[str] = set()
"""Databases of which this process knows that all migrations are applied: that does not change while it runs."""


def lacking() -> str:
    """Why the newsroom cannot work: the name of a database, and whether it is away or lacks migrations. Empty where it can."""
    for alias in ("default", READERS):
        connection = connections[alias]
        try:
            if alias not in _applied:
                executor = MigrationExecutor(connection)
                if _owed(executor, alias):
                    return f"{alias}: migrations are not applied"
                _applied.add(alias)
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return f"{alias}: it does not answer"
    return ""


def _owed(executor: MigrationExecutor, alias: str) -> bool:
    from harkara.rack.outbox.sides import OF_READERS

    leaves = executor.loader.graph.leaf_nodes()
    if alias == READERS:
        leaves = [leaf for leaf in leaves if leaf[0] in OF_READERS]
    return bool(executor.migration_plan(leaves))


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200, or 503 with what is lacking."""
    why = lacking()
    answer = HttpResponse(f"{why or 'ok'}\n", status=503 if why else 200, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer


urls = path("desk/readyz", ready, name="desk_ready")
