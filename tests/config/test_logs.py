"""The log says where a fault happened and of what kind, never what it said."""

from __future__ import annotations

import logging
import sys

from django.conf import settings

from mestring.config.logs import WithoutMessages

SECRET = "Key (cpr)=(9900000001) already exists"


def written(formatter: logging.Formatter) -> str:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Internal Server Error: /", None, sys.exc_info())
    return formatter.format(record)


def test_a_fault_is_written_without_its_message() -> None:
    said = written(WithoutMessages("{levelname} {message}", style="{"))
    assert "ValueError" in said
    assert "test_logs.py" in said
    assert SECRET not in said


def test_an_ordinary_formatter_would_have_told_it() -> None:
    assert SECRET in written(logging.Formatter("{message}", style="{"))


def test_the_house_writes_its_log_so() -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "mestring.config.logs.WithoutMessages"
