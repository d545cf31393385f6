"""The second wall: PostgreSQL's own row-level security, which refuses foreign rows also when a query of ours forgets to.

It repeats `access` in the database, for the tables that hold anything about a citizen. Who asks is told to the connection (`let_in`); a connection that has been told
nothing sees nothing, unless it is the house's own (migrations, the outbox, the command line), which says so when it connects. The few acts that must look
past their relations (is the number in use already? is there a case to break the glass of?) do so inside `lifted`. On SQLite there is one wall.

A superuser passes every wall: a start-up check refuses one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection

from mestring.audit import clock

if TYPE_CHECKING:
    from mestring.people.access import Actor

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION mestring_house() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('mestring.house', true), '') = 'on'
$$;
CREATE OR REPLACE FUNCTION mestring_ids(name text) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_to_array(nullif(current_setting('mestring.' || name, true), ''), ',')::bigint[], '{}')
$$;
CREATE OR REPLACE FUNCTION mestring_blocked(citizen bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT citizen = ANY(mestring_ids('blocked'))
$$;
CREATE OR REPLACE FUNCTION mestring_works_with(team bigint, responsible bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT team = ANY(mestring_ids('units')) OR (responsible = ANY(mestring_ids('employee')) AND mestring_ids('units') <> '{}')
$$;
"""
"""None of them asks a table, so that PostgreSQL writes them into the query: a function that does is called anew for every row."""
CASE = """mestring_house() OR citizen_id = ANY(mestring_ids('citizens')) OR (NOT mestring_blocked(citizen_id) AND (
    mestring_works_with(team_id, responsible_id) OR EXISTS (
        SELECT 1 FROM people_relation r WHERE r."case" = {table}.public_id
        AND (r.employee_id = ANY(mestring_ids('employee')) OR r.unit_id = ANY(mestring_ids('before')))
        AND r.since <= current_setting('mestring.now', true)::timestamptz
        AND (r.until IS NULL OR r.until > current_setting('mestring.now', true)::timestamptz))))"""
DUE = """mestring_house() OR (NOT coalesce(mestring_blocked(citizen_id), false) AND mestring_works_with(team_id, responsible_id))
    OR EXISTS (SELECT 1 FROM cases_case above WHERE above.id = case_id)"""
"""What is due carries team, responsible and citizen itself; the case is asked only by whom those leave out."""
CITIZEN = """mestring_house() OR id = ANY(mestring_ids('citizens')) OR (NOT mestring_blocked(id) AND EXISTS (
    SELECT 1 FROM people_citizenunit u WHERE u.citizen_id = {table}.id AND u.unit_id = ANY(mestring_ids('units'))))
    OR EXISTS (SELECT 1 FROM cases_case c WHERE c.citizen_id = {table}.id)"""
ORDER = """mestring_house() OR citizen_id = ANY(mestring_ids('citizens')) OR (NOT mestring_blocked(citizen_id) AND EXISTS (
    SELECT 1 FROM people_relation r WHERE r."order" = {table}.public_id AND r.unit_id = ANY(mestring_ids('provides'))
    AND r.since <= current_setting('mestring.now', true)::timestamptz
    AND (r.until IS NULL OR r.until > current_setting('mestring.now', true)::timestamptz)))
    OR EXISTS (SELECT 1 FROM cases_case above WHERE above.id = case_id)"""
"""What a provider was asked to do is seen by its people while the relation lasts, by those who see the case, and by the citizen."""
UNIT = "mestring_house() OR unit_id = ANY(mestring_ids('units'))"


def through(table: str, column: str, *, other: str = "mestring_house()") -> str:
    """The condition of a row that is seen when the row it belongs to is: that row's own policy answers."""
    return f"{other} OR EXISTS (SELECT 1 FROM {table} above WHERE above.id = {column})"


def functions(schema_editor: Any) -> None:
    """What the policies ask. Nothing on another database than PostgreSQL."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_FUNCTIONS)


def protect(schema_editor: Any, table: str, condition: str) -> None:
    """Refuse the rows of a table that the condition does not let through: for reading, writing and removing. The table's owner is held to it too."""
    if schema_editor.connection.vendor != "postgresql":
        return
    condition = condition.replace("{table}", table)
    schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    schema_editor.execute(f"CREATE POLICY wall ON {table} USING ({condition}) WITH CHECK ({condition})")


def unprotect(schema_editor: Any, table: str) -> None:
    """Take the wall of a table down."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP POLICY IF EXISTS wall ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def let_in(actor: Actor) -> None:
    """Tell the connection who asks from now on. One question to the database."""
    if connection.vendor != "postgresql":
        return
    units = [*actor.teams, *actor.leads]
    employee = actor.employee if actor.employee and actor.posts else None
    _tell(
        employee,
        house="on" if actor.house else "off",
        employee=[employee] if employee else [],
        person=[actor.person] if actor.person else [],
        units=units,
        before=sorted({*actor.committees, *actor.shelters}),  # the units a case can be put before
        provides=actor.provides,
        citizens=sorted({one for one in (actor.citizen, *actor.represents) if one}),
        now=clock.now().isoformat(),
    )


def shut() -> None:
    """Tell the connection that nobody asks."""
    if connection.vendor == "postgresql":
        _tell(None, house="off", employee=[], person=[], units=[], before=[], provides=[], citizens=[])


@contextmanager
def lifted() -> Iterator[None]:
    """Look past the wall for a moment, inside an act that says why."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('mestring.house', true), '')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('mestring.house', 'on', false)")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('mestring.house', %s, false)", [before])


_BLOCKED = """set_config('mestring.blocked', concat_ws(',', nullif(%s, ''), (
    SELECT string_agg(r.citizen_id::text, ',') FROM people_disqualification r WHERE r.employee_id = %s AND r.lifted_on IS NULL)), false)"""


def _tell(keeps_away: int | None, **said: Any) -> None:
    """Shapes: `keeps_away` is the employee whose disqualifications close citizens to them, as they themself are closed."""
    values = {f"mestring.{name}": value if isinstance(value, str) else ",".join(str(one) for one in value) for name, value in said.items()}
    asked = ["set_config(%s, %s, false)"] * len(values) + [_BLOCKED]
    told = [part for pair in values.items() for part in pair] + [values["mestring.person"], keeps_away]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(asked), told)
