"""`mestring post`: let the letters that are ready leave the house."""

from __future__ import annotations

import signal
import threading
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from mestring.config.cli.main import FOUND_PROBLEMS
from mestring.config.cli.start import setup

if TYPE_CHECKING:
    from mestring.cases.actions.dispatch import Run

PAUSE = 10
WEEK = timedelta(days=7)


@click.command()
@click.option("--loop", is_flag=True, help="Bliv ved, hvert 10. sekund, til kommandoen stoppes.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="Hvor mange breve der højst sendes i én omgang.")
def post(loop: bool, limit: int) -> None:
    """Send de breve, der er klar: dem, hvis fortrydelsestid er gået.

    \b
    Bliver kommandoen ved, regner den også opfølgningens dage ud på ny, når en ny dag begynder.
    Hver modtager efterprøves i det øjeblik, brevet sendes. Et brev, der ikke må sendes, stoppes og kommer på sagsbehandlerens liste.
    Kommandoen kan køres når som helst, og to kan køre samtidig: intet brev sendes to gange.
    Den skriver kun, hvor mange; aldrig navne eller indhold.

    \b
    Udgangskoder: 0 alt klart er sendt · 1 noget er stoppet, udsat eller uvist.
    """
    setup()
    from mestring.integrations import outbox

    carrier = outbox()
    if not loop:
        raise SystemExit(FOUND_PROBLEMS if _once(carrier, limit) else 0)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    kept: date | None = None
    while not stopped.is_set():
        try:
            _once(carrier, limit, quiet=True)
            kept = _new_day(kept)
        except Exception as error:
            # A database that is away comes back; the text of the fault may hold a name.
            click.echo(f"Omgangen blev afbrudt: {type(error).__name__}", err=True)
            _close()
        stopped.wait(PAUSE)


def _new_day(kept: date | None) -> date:
    """The day whose days are counted, which is done when it is another than last."""
    from mestring.audit import clock

    with clock.at(_moments()[-1]):
        if clock.today() != kept:
            keep_days()
        return clock.today()


def _once(carrier: Any, limit: int, *, quiet: bool = False) -> int:
    from mestring.audit import clock

    sent = stopped = again = unsure = 0
    for moment in _moments():
        with clock.at(moment):
            run = let_leave(carrier, limit)
        sent, stopped, again, unsure = sent + run.sent, stopped + run.stopped, again + run.again, unsure + run.unsure
    trouble = stopped + again + unsure
    if not quiet or sent or trouble:
        click.echo(f"Sendt: {sent}. Stoppet: {stopped}. Forsøges igen: {again}. Uvist: {unsure}.")
    return trouble


def let_leave(carrier: Any, limit: int) -> Run:
    """What the house does at the clock's moment: what is ready leaves, the day the citizen counts as having a decision is noted, orders follow the help they belong to, and new help is taken up to be followed."""
    from mestring.audit import clock
    from mestring.cases.actions import dispatch
    from mestring.decisions.actions import note_receipts
    from mestring.delivery import actions as delivery
    from mestring.followups import actions as following
    from mestring.people import access

    on = clock.today()
    by = access.house(on)
    run = dispatch.dispatch_ready(carrier, by=by, on=on, now=clock.now(), limit=limit)
    note_receipts(by=by, on=on)
    delivery.keep_orders(by=by, on=on, decided_since=on - WEEK)
    following.take_up(by=by, on=on, decided_since=on - WEEK)
    following.take_up_courses(by=by, on=on)
    return run


def keep_days() -> str:
    """Count the days of everything that is followed up anew, as is done once a day. Answers how it went, in Danish."""
    from mestring.audit import clock
    from mestring.delivery.actions import keep_orders
    from mestring.followups.actions import keep_all, keep_all_courses
    from mestring.people import access

    on = clock.today()
    by = access.house(on)
    keep_orders(by=by, on=on)
    kept = keep_all(by=by, on=on)
    moved = kept.moved + keep_all_courses(by=by, on=on)
    return f"Nye bevillinger: {kept.taken_up}. Flyttede dage: {moved}. Afsluttet: {kept.settled}."


def _moments() -> list[datetime | None]:
    """Now. In a demo whose day was moved, first the end of each day gone by on which something was to leave: it left that day, and not when somebody moved the day."""
    from django.conf import settings
    from django.utils import timezone

    from mestring.audit import clock, demo
    from mestring.cases.models import Dispatch
    from mestring.cases.states import DispatchState

    day = demo.day() if getattr(settings, "DEMO", False) else None
    if day is None:
        return [None]
    ready = Dispatch._base_manager.filter(state=DispatchState.QUEUED).values_list("not_before", flat=True)
    days = sorted({timezone.localdate(moment) for moment in ready if timezone.localdate(moment) < day})
    return [*(clock.end_of(each) for each in days), demo.moment(day)]


def _close() -> None:
    from django.db import connections

    connections.close_all()
