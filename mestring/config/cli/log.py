"""`mestring log`: is the log as it was written, and what keeps whoever has the database from rewriting it."""

from __future__ import annotations

from pathlib import Path

import click

from mestring.config.cli.main import FOUND_PROBLEMS, write_json
from mestring.config.cli.start import setup

_ANCHORS = click.option(
    "--anchors", type=click.Path(dir_okay=False, path_type=Path), help="Filen med kædernes hoveder. Udeladt: anchors.jsonl i VAR. Læg den på en anden maskine."
)


@click.group()
def log() -> None:
    """Loggen over handlinger og opslag: efterprøv den, og forankr den uden for databasen.

    \b
    Prøv:
      mestring log verify
      mestring log anchor --anchors /andet/sted/anchors.jsonl
    """


@log.command()
@_ANCHORS
@click.option("--json", "as_json", is_flag=True, help="Svar som JSON: en liste af brud med chain, number og text.")
def verify(anchors: Path | None, as_json: bool) -> None:
    """Læs hele loggen, og sig hvert sted, hvor noget er ændret, fjernet eller skudt ind.

    \b
    Udgangskoder: 0 loggen holder · 1 den er brudt.
    """
    setup()
    from mestring.audit import anchor
    from mestring.audit.models import Chain

    breaks = list(anchor.check(_path(anchors)))
    if as_json:
        write_json([{"chain": one.chain, "number": one.number, "text": one.text} for one in breaks])
    else:
        for one in breaks:
            click.echo(f"{one.chain}: {one.text}")
        rows = sum(Chain.objects.values_list("length", flat=True))
        click.echo(f"Brud: {len(breaks)}. Rækker: {rows}. Forankret: {sum(len(heads) for heads in anchor.read(_path(anchors)).values())}.")
    raise SystemExit(FOUND_PROBLEMS if breaks else 0)


@log.command(name="anchor")
@_ANCHORS
def anchor_(anchors: Path | None) -> None:
    """Skriv kædernes hoveder i en fil uden for databasen. Kør det hver nat, og læg filen, hvor databasens ejer ikke kan skrive."""
    setup()
    from mestring.audit import anchor

    path = _path(anchors)
    breaks = list(anchor.check(path))
    if breaks:
        raise click.ClickException(f"Loggen er brudt {len(breaks)} steder og forankres ikke. Se dem med: mestring log verify")
    click.echo(f"Forankret: {anchor.write(path)}.")


def _path(given: Path | None) -> Path:
    from django.conf import settings

    return given or Path(getattr(settings, "ANCHORS", None) or Path(settings.VAR) / "anchors.jsonl")
