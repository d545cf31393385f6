"""`mestring demo`: fill a demo's database with stories, or with any number of invented citizens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import click

from mestring.config.cli.post import let_leave
from mestring.config.cli.start import setup

if TYPE_CHECKING:
    from stories.house import House


ALL = 10_000


@click.command()
@click.option("--citizens", type=click.IntRange(0, 200_000), default=0, help="Lav så mange borgere oveni, med de samme handlinger.")
@click.option("--seed", type=int, default=1, show_default=True, help="Samme tal giver samme borgere.")
def demo(citizens: int, seed: int) -> None:
    """Fyld en demo med opfundne borgere. Kræver DEMO=1; kommunen vælges med COUNCIL."""
    setup()
    from django.conf import settings
    from rich.progress import Progress

    from mestring.audit import demo as day
    from mestring.people.models import Unit
    from stories import everything, generator, telling
    from stories.house import found, of_database

    if not settings.DEMO:
        raise click.ClickException("En demo laves kun med DEMO=1, aldrig i en rigtig installation. Skriv: make demo COUNCIL=" + settings.COUNCIL)
    if day.day() is not None:
        house = of_database(settings.COUNCIL)
        click.echo("Demoen står her allerede. Vil du begynde forfra, så skriv: make clean-demo")
    elif Unit.objects.exists():
        raise click.ClickException("Demoen blev ikke færdig sidst. Skriv: make clean-demo, og derefter: make demo COUNCIL=" + settings.COUNCIL)
    else:
        house = found(settings.COUNCIL)
        stories = everything.stories(settings.COUNCIL)
        with Progress(transient=True) as progress:
            task = progress.add_task("Fortæller …", total=len(stories))
            telling.tell(house, stories, until=everything.TODAY, evening=evening(house), told=lambda: progress.advance(task))
        # Last, so that only a whole demo is one.
        day.begin(everything.TODAY)
        click.echo(f"{len(stories)} historier er fortalt i {house.standard.name}.")
    if citizens:
        with Progress() as progress:
            made = generator.generate(house, citizens, seed=seed, progress=progress)
        click.echo(f"{made} borgere er lavet.")


def evening(house: House) -> Callable[[date], None]:
    """What the house does when a day of a story is over: letters leave, and the day they count as received is noted."""
    from mestring.integrations import outbox

    carrier = outbox()

    def close(day: date) -> None:
        with house.at(day, hour=16):
            let_leave(carrier, ALL)

    return close
