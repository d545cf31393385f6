"""The database's own refusal to change or remove a decision: it holds also for whoever reaches the database past the code.

What a decision says never changes; what tells of its sending is filled in once. A letter that was taken back before it left gives way to another, and its day with it:
until the decision has been received, and never to none. A migration that adds a column to the table takes the refusal away and puts it back.
"""

from __future__ import annotations

from typing import Any

from mestring.decisions.models.decision import Decision

SAYS = "a decision is written once"
FILLED_ONCE = {"letter_id": ("letter_id",), "told_on": (), "sent_on": ("letter_id",), "received_on": (), "communicated_on": ("letter_id", "told_on")}
"""What is filled in once, and with what it may be filled in again until the decision has been received."""

_SQLITE = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} WHEN {changed} BEGIN SELECT RAISE(ABORT, '{says}'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END",
)
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION decision_written_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{says}'; END $$",
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION decision_written_once()",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION decision_written_once()",
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION decision_written_once()",
)


def install(connection: Any) -> None:
    """Refuse a change of what a decision says, a second filling in of its sending, and its removal."""
    table, other = Decision._meta.db_table, "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    later = {field.column for field in Decision._meta.concrete_fields if field.name in Decision.FILLED_IN_LATER}
    fixed = [field.column for field in Decision._meta.concrete_fields if field.column not in later]
    differs = [f"NEW.{column} {other} OLD.{column}" for column in fixed]
    again = []
    for column, together in FILLED_ONCE.items():
        anew = " OR ".join(f"NEW.{one} {other} OLD.{one}" for one in together) or "1 = 0"
        allowed = f"OLD.received_on IS NULL AND NEW.{column} IS NOT NULL AND ({anew})"
        again.append(f"(OLD.{column} IS NOT NULL AND NEW.{column} {other} OLD.{column} AND NOT ({allowed}))")
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement.format(table=table, says=SAYS, changed=" OR ".join([*differs, *again])))


def remove(connection: Any) -> None:
    """Take the refusal away: for a migration of the table, and for a test's cleaning up."""
    postgres = connection.vendor == "postgresql"
    table = Decision._meta.db_table
    with connection.cursor() as cursor:
        for name in ("no_change", "no_delete", "no_truncate") if postgres else ("no_change", "no_delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{f' ON {table}' if postgres else ''}")
