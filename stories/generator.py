"""Any number of invented citizens, each with a case, by the same acts as the stories."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from rich.progress import Progress

from mestring.audit import demo
from mestring.cases import proposals
from mestring.cases.models import Application
from mestring.decisions.proposals import other_provisions
from mestring.people.models import Citizen
from stories.desk import Desk
from stories.house import House

FIRST = (
    "Alma", "Aksel", "Birte", "Carl", "Dorthe", "Egon", "Frida", "Gert", "Helle", "Ivar", "Jytte", "Kaj", "Lærke", "Mads", "Nanna", "Otto", "Pia", "Rasmus",
    "Signe", "Tage", "Ulla", "Viggo", "Yrsa", "Åse",
)  # fmt: skip
MIDDLE = ("Opdigt", "Prøve", "Tænkt", "Påfund", "Digt", "Fabel", "Eksempel", "Model")
LAST = ("Bakke", "Dal", "Eng", "Fjord", "Gran", "Hede", "Klit", "Lund", "Mose", "Næs", "Skov", "Strand", "Vang", "Ås")
WORDS = (
    "Har brug for hjælp til at få hverdagen til at fungere.",
    "Vil gerne have støtte til at komme ud blandt andre.",
    "Søger om hjælp til at holde styr på post og økonomi.",
    "Ønsker et sted at være om dagen.",
)
CHANNELS = ("phone", "form", "digital_post", "letter")
ENDS = (("pending", 70), ("closed", 15), ("withdrawn", 13), ("decided", 2))
"""How it goes for a hundred citizens. Deciding is the dearest by far, since everything the law asks about is answered."""
QUICK = ("85", "103", "104")
"""Sections whose conditions a caseworker can answer from what is known."""
BATCH = 50


def generate(house: House, citizens: int, *, seed: int, progress: Progress) -> int:
    """Make the citizens, their cases and applications. Answers how many. The same number of citizens on the same house gives the same people."""
    dice = random.Random(seed)
    today = demo.day() or house.on
    task = progress.add_task("Laver borgere", total=citizens)
    sections = _sections(house.standard.id, today)
    house.numbers = _unused_numbers()
    desks = [house.desk(key) for key in ("anne", "jonas", "sofie")]
    made = 0
    with _at_full_speed():
        while made < citizens:
            count = min(BATCH, citizens - made)
            with transaction.atomic():
                for _ in range(count):
                    _one(house, dice, dice.choice(desks), sections, today)
            made += count
            gc.collect()
            progress.advance(task, count)
    return made


def _sections(standard: str, today: date) -> list[str]:
    """The sections one may apply for, the one with the least to weigh first: that is the one a caseworker decides."""
    offered = [one.id for one in proposals.sections_offered(standard, today) if one.may_be_applied_for and one.in_standard]
    return sorted(offered, key=lambda section: (section not in QUICK, len(other_provisions(standard, section)), section))


def _unused_numbers() -> Iterator[int]:
    """Numbers go on from where the stories, or an earlier run, stopped."""
    newest = Citizen.objects.filter(cpr__startswith="9999").aggregate(newest=Max("cpr"))["newest"]
    return iter(range(int((newest or "0")[-6:]) + 1, 1_000_000))


@contextmanager
def _at_full_speed() -> Iterator[None]:
    """Without collecting garbage in the middle of a batch: what is made is kept, and there is nothing to find."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _one(house: House, dice: random.Random, desk: Desk, sections: list[str], today: date) -> None:
    (end,) = dice.choices([name for name, _ in ENDS], [weight for _, weight in ENDS])
    long_ago = int(dice.triangular(1, 60, 3)) if end == "pending" else dice.randrange(30, 300)
    section = sections[0] if end == "decided" else dice.choice(sections)
    with house.at(_workday(today - timedelta(days=long_ago))) as received:
        citizen = desk.meets(
            dice.choice(FIRST),
            f"{dice.choice(MIDDLE)} {dice.choice(LAST)}",
            date(dice.randrange(1950, 2008), dice.randrange(1, 13), dice.randrange(1, 29)),
            street=f"Opfundetvej {dice.randrange(1, 200)}",
            sure=True,
        )
        case = desk.opens(citizen)
        asked = desk.receives(case, section, dice.choice(WORDS), channel=dice.choice(CHANNELS))
    if end == "pending":
        return
    with house.at(_workday(received + timedelta(days=dice.randrange(5, 25)))):
        if end == "decided":
            _decide(desk, asked, dice.randrange(1, 4))
            return
        desk.lets_go(asked, "Borgeren ringede og sagde, at hjælpen ikke er nødvendig mere.")
        if end == "closed":
            desk.closes(case, "Ansøgningen er trukket tilbage, og der er ikke andet i sagen.")


def _decide(desk: Desk, asked: Application, step: int) -> None:
    desk.weighs(asked, "Der er brug for støtte i hverdagen.")
    begins = desk.on + timedelta(days=7)
    if asked.section == "85":
        desk.prepares(asked, "granted", step=step, begins_on=begins)
    else:
        desk.prepares(asked, "granted", amount=step * 100, unit="days_week", begins_on=begins, departure="Dagene er aftalt med borgeren.")
    desk.tells(desk.decides(asked), "Fortalt i telefonen. Brevet følger.")


def _workday(day: date) -> date:
    """The day, or the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - 4))
