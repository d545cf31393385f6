"""`mestring report`: what the municipality owes others to tell, in figures and codes."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from mestring.config.cli.main import FOUND_PROBLEMS
from mestring.config.cli.start import setup

if TYPE_CHECKING:
    from mestring.integrations.ffb import Report

_DAY = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])


@click.group()
def report() -> None:
    """Indberetninger, kommunen skal give andre.

    \b
    Prøv:
      mestring report ffb --from 2026-11-24 --to 2026-11-24 --out /et/lukket/sted
    """


@report.command()
@click.option("--from", "first", required=True, type=_DAY, metavar="DAG", help="Første dag, fx 2026-11-24 eller 24-11-2026.")
@click.option("--to", "last", required=True, type=_DAY, metavar="DAG", help="Sidste dag. Den skal være gået.")
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), metavar="MAPPE", help="Mappen, filerne lægges i. De indeholder CPR-numre."
)
@click.option("--municipality", envvar="FFB_MUNICIPALITY", metavar="ID", help="Kommunens id i KOMBIT's organisation. Udeladt: FFB_MUNICIPALITY.")
def ffb(first: datetime, last: datetime, out: Path, municipality: str | None) -> None:
    """Skriv KL's FFB-rapport: en fil for hver borger og hver dag, noget er ændret.

    \b
    Der sendes koder, niveauer og dage, aldrig noget, nogen har skrevet. En rapport, der bryder en af formatets regler, skrives ikke.
    Kør den hver nat for dagen før. Køres den igen for samme dag, skriver den det samme.

    \b
    Udgangskoder: 0 alt er med · 1 noget er udeladt eller afvist · 2 kommandoen blev brugt forkert.
    """
    setup()
    from mestring.audit import clock
    from mestring.integrations import ffb as reporting
    from mestring.people import access

    on, begins, ends = clock.today(), first.date(), last.date()
    _refuse(begins, ends, on)
    found = reporting.report(begins, ends, municipality=_organisation(municipality), out=out, by=access.house(on), on=on)
    _tell(found)
    raise SystemExit(FOUND_PROBLEMS if found.refused or found.lacks else 0)


def _refuse(first: date, last: date, on: date) -> None:
    if last < first:
        raise click.UsageError("--to ligger før --from.")
    if last >= on:
        raise click.UsageError(f"--to er {last:%d-%m-%Y}, og den dag er ikke gået endnu. En rapport er hele dagen; vælg en tidligere dag.")


def _organisation(given: str | None) -> str:
    try:
        return str(UUID(given or ""))
    except ValueError:
        raise click.UsageError("Kommunens id mangler eller er ikke et UUID. Skriv det med --municipality, eller sæt FFB_MUNICIPALITY.") from None


def _tell(found: Report) -> None:
    click.echo(f"Rapporter: {found.bundles}. Ressourcer: {found.resources}. Afvist: {found.refused}.")
    click.echo(f"Udeladt: {found.without_number} borgere uden CPR-nummer, {found.anonymous} anonyme.")
    for lack, count in found.missing.items():
        click.echo(f"Mangler: {count} {lack.value}.")
    for fault, count in sorted(found.faults.items()):
        click.echo(f"Bryder formatet ({count}): {fault.type}: {fault.rule}.", err=True)
