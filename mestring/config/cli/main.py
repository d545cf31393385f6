"""The root of the `mestring` command, and what its parts share: errors, tables, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from mestring.rules.rulebook import Book, LibraryErrors, open_library

FOUND_PROBLEMS = 1
"""Exit code when the command ran and found something wrong."""


def console() -> Console:
    """Where tables and traces are written; wide enough to keep a line whole when nobody looks on."""
    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else 160)


def write_json(value: Any) -> None:
    """Write plain data as JSON: UTF-8, indented, keys in the documented order."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table with a heading."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


def library(path: Path | None = None) -> Book:
    """The library, or a clear end when it has faults: each with file, line and what would be right."""
    try:
        return open_library(path) if path else open_library()
    except LibraryErrors as errors:
        for problem in errors.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException(f"Biblioteket kan ikke bruges: {len(errors.problems)} fejl. Intet er indlæst.") from errors


def pick_standard(book: Book, given: str) -> str:
    """A standard's id from what was written: the id, or a council that has only one. Raises: UsageError that lists them."""
    if given == "law" or given in book.standards:
        return given
    of_council = [standard.id for standard in book.standards.values() if standard.council == given.lower()]
    if len(of_council) == 1:
        return of_council[0]
    raise click.UsageError(f"Standarden '{given}' findes ikke. Vælg en af: {', '.join([*book.standards, 'law'])}.")


def pick_section(book: Book, given: str) -> str:
    """A section's id from `107`, `§ 107`, `82 a`. Raises: UsageError that lists them."""
    section = given.replace("§", "").replace(" ", "").lower()
    if section in book.sections:
        return section
    raise click.UsageError(f"Paragraffen '{given}' findes ikke. Vælg en af: {', '.join(book.sections)}.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="mestring", prog_name="mestring")
def main() -> None:
    """Mestring: kommunernes kvalitetsstandarder og loven under dem, som regler der kan køres.

    \b
    Prøv:
      mestring standards list
      mestring standards show vejle-2023 --section 107
      mestring explain follow-up --standard vejle-2023 --section 107 --facts '{"moved_in": "2023-02-01"}' --on 2024-02-01
      mestring standards compare --section 85
      mestring standards check

    \b
    Udgangskoder: 0 alt vel · 1 noget blev fundet galt · 2 kommandoen blev brugt forkert.
    Hjælp til en kommando: mestring explain --help
    """


def _register() -> None:
    from mestring.config.cli.demo import demo
    from mestring.config.cli.explain import explain
    from mestring.config.cli.log import log
    from mestring.config.cli.post import post
    from mestring.config.cli.report import report
    from mestring.config.cli.standards import standards

    main.add_command(standards)
    main.add_command(explain)
    main.add_command(demo)
    main.add_command(post)
    main.add_command(log)
    main.add_command(report)


_register()
