"""The database's own refusal to change or remove a row of the logs: it holds also for whoever reaches the database past the code."""

from __future__ import annotations

from typing import Any

TABLES = ("audit_entry", "audit_lookup")
SAYS = "the log is append-only"

_SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END",
)
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{says}'; END $$
"""
_POSTGRES = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
)


def install(connection: Any) -> None:
    """Refuse update, delete and truncate on the logs."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION.format(says=SAYS))
        for table in TABLES:
            for statement in _POSTGRES if connection.vendor == "postgresql" else _SQLITE:
                cursor.execute(statement.format(table=table, says=SAYS))


def remove(connection: Any) -> None:
    """Take the refusal away: for the retention of old rows, by hand, and for a test's cleaning up."""
    on = " ON {table}" if connection.vendor == "postgresql" else ""
    names = ("no_change", "no_truncate") if connection.vendor == "postgresql" else ("no_update", "no_delete")
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in names:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on.format(table=table)}")
