"""What Django takes from Python's own `sqlite3`, taken from `pysqlite3` instead. Everything else is Django's."""

from __future__ import annotations

import datetime
import decimal
from typing import Any

from django.db.backends.sqlite3 import base as django_sqlite
from django.db.backends.sqlite3._functions import register as register_functions
from django.utils.asyncio import async_unsafe
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from pysqlite3 import dbapi2

for _name, _read in {"date": parse_date, "time": parse_time, "datetime": parse_datetime, "timestamp": parse_datetime}.items():
    dbapi2.register_converter(_name, django_sqlite.decoder(_read))
dbapi2.register_converter("bool", b"1".__eq__)
dbapi2.register_adapter(decimal.Decimal, str)
dbapi2.register_adapter(datetime.date, django_sqlite.adapt_date)
dbapi2.register_adapter(datetime.datetime, django_sqlite.adapt_datetime)


class Cursor(dbapi2.Cursor):
    """Django's cursor: `%s` and `%(name)s` become what SQLite reads."""

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None:
            return super().execute(query)
        return super().execute(self._read(query, params), params)

    def executemany(self, query: str, param_list: Any) -> Any:
        rows = list(param_list)
        return super().executemany(self._read(query, rows[0] if rows else ()), rows)

    @staticmethod
    def _read(query: str, params: Any) -> str:
        if isinstance(params, dict):
            return query % {name: f":{name}" for name in params}
        return django_sqlite.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(django_sqlite.DatabaseWrapper):
    """A connection to an embedded database."""

    Database = dbapi2

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = dbapi2.connect(**conn_params)
        register_functions(connection)
        for command in ("PRAGMA foreign_keys = ON", "PRAGMA legacy_alter_table = OFF", *self.init_commands):
            if command.strip():
                connection.execute(command)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)
