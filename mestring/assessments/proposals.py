"""How a need is assessed: the method a standard chooses, its topics and scales, and the standing rule on aids. Pure: plain values in, frozen values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from mestring.cases.proposals.proposed import book, entries, outside, sign, whose
from mestring.cases.proposals.sections import ADMISSION, ANONYMOUS, OPEN, way_of
from mestring.rules.rulebook import Entry

VUM2, VUM1, NO_METHOD = "vum2", "vum1", "none"
METHODS = {VUM2: "Voksenudredningsmetoden (VUM 2.0)", VUM1: "Voksenudredningsmetoden, 1. udgave (VUM 1)", NO_METHOD: "Ingen udredning"}
VUM2_SINCE = date(2020, 9, 1)
"""The month the second edition of the method came out. Source: Social- og Boligstyrelsen, the method's handbook."""

_HOW = {OPEN: "tilbuddet er åbent", ANONYMOUS: "borgeren er anonym", ADMISSION: "lederen optager"}

PARTICIPATION = "Aktivitet og deltagelse"
FUNCTIONS = "Funktioner og forhold"
SURROUNDINGS = "Omgivelsesfaktorer"
VUM2_SOURCE = "Metodehåndbog for VUM 2.0, Social- og Boligstyrelsen"


@dataclass(frozen=True, slots=True)
class Method:
    """The method an assessment is made by (udredningsmetode).

    Shapes: `id` is vum2, vum1 or none; `stated` is False where the document names no method for the section and the newest is proposed.
    """

    id: str
    label: str
    stated: bool
    sentence: str
    source: str = ""
    entry: str = ""

    @property
    def assesses(self) -> bool:
        """True when there is an assessment to make."""
        return self.id != NO_METHOD


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing an assessment may look at (emne). `takes_level` says whether it has a functioning level: then it must have one, else it may not."""

    id: str
    label: str
    theme: str
    group: str
    takes_level: bool
    examples: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a scale, from 0 (nothing) to 4 (complete), or a letter; `code` is KL's, empty in the older method. -1 is not assessed."""

    value: int
    label: str
    code: str = ""
    letter: str = ""
    words: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class AidsRule:
    """The standing rule on whether a level counts aids (hjælpemidler). `counts_aids` is None where no level is set."""

    group: str
    topics: tuple[str, ...]
    counts_aids: bool | None
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Themes:
    """Everything a method's form needs: topics, scales and standing rules."""

    method: str
    topics: tuple[Topic, ...]
    levels: tuple[Level, ...]
    overall: tuple[Level, ...]
    overall_rule: str
    overall_source: str
    aids: tuple[AidsRule, ...]

    def aids_for(self, topic: str) -> AidsRule | None:
        """The standing rule for one topic, to show beside its level."""
        return next((rule for rule in self.aids if topic in rule.topics), None)

    def topic(self, topic: str) -> Topic:
        """A topic by its id. Raises: KeyError."""
        for found in self.topics:
            if found.id == topic:
                return found
        raise KeyError(topic)


@lru_cache(maxsize=512)
def method(standard: str, section: str, on: date) -> Method:
    """The method a standard assesses a section by: VUM 2.0, the first edition, or none.

    Help that begins without a decision isn't assessed by the authority. Where the document names the method but not its edition, the edition of the day is
    taken; where it names none, the newest is proposed and that is said. Raises: KeyError.
    """
    found = book().standard(standard)
    if said := found.told("method", section):
        return _stated(*said[0])
    entered = way_of(standard, section)
    if entered.way in _HOW:
        by = book().entry(entered.entry)
        return Method(NO_METHOD, METHODS[NO_METHOD], True, f"Ingen udredning efter {sign(section)}: {_HOW[entered.way]}.", by.source.label(), by.id)
    if (said := found.told("method", "general")) and not outside(standard, on):
        return _stated(*said[0])
    named = [entry for entry in entries(standard, "general", ("assessment",)) if isinstance(entry.value, Mapping) and entry.value.get("method") == "VUM"]
    edition = VUM2 if on >= VUM2_SINCE else VUM1
    if named:
        sentence = f"{named[0].text} Udgaven er ikke nævnt; {METHODS[edition]} er den, der gælder i dag."
        return Method(edition, METHODS[edition], True, sentence, named[0].source.label(), named[0].id)
    sentence = f"{whose(found).capitalize()} nævner ingen metode for {sign(section)}. {METHODS[edition]} foreslås."
    return Method(edition, METHODS[edition], False, sentence)


def _stated(found: str, said: Entry) -> Method:
    return Method(found, METHODS[found], True, said.text, said.source.label(), said.id)


@lru_cache(maxsize=4)
def themes(method: str) -> Themes:
    """The topics, scales and standing rules of a method. Source: KL's list of terms (FFB); Viborg 2020, bilag 1. Raises: KeyError for an unknown method."""
    return {VUM2: _vum2, VUM1: _vum1, NO_METHOD: _none}[method]()


@lru_cache(maxsize=1)
def _goal_topics() -> frozenset[str]:
    return frozenset(topic.id for method in (VUM2, VUM1) for topic in themes(method).topics if topic.takes_level)


def takes_goal(topic: str) -> bool:
    """Whether a goal can be set for a topic: those that have a level, which in VUM 2.0 are Aktivitet og deltagelse. Source: KL's FFB report (interventionGoal)."""
    return topic in _goal_topics()


def _none() -> Themes:
    return Themes(NO_METHOD, (), (), (), "", "", ())


def _vum2() -> Themes:
    rows: list[dict[str, Any]] = book().contents.vocabulary["topics"]["topics"]
    by_code = {row["code"]: row for row in rows}
    parents = {row.get("parent") for row in rows}
    topics = []
    for row in rows:
        if row["code"] in parents:
            continue
        path = _path(row, by_code)
        group, theme = path[1]["term"], path[-2]["term"]
        topics.append(Topic(row["code"], row["term"], theme, group, group == PARTICIPATION, source=VUM2_SOURCE))
    with_aids = "Niveauet vurderes med medicin og hjælpemidler, men uden støtten fra tilbud og netværk."
    without = "Forholdet beskrives uden virkningen af medicin og hjælpemidler og får intet niveau."
    neither = "Omgivelserne beskrives og får intet niveau."
    rules = ((FUNCTIONS, False, without), (PARTICIPATION, True, with_aids), (SURROUNDINGS, None, neither))
    aids = tuple(AidsRule(group, tuple(topic.id for topic in topics if topic.group == group), counts, said, VUM2_SOURCE) for group, counts, said in rules)
    return Themes(VUM2, tuple(topics), _scale("functioning_levels"), (), "", "", aids)


def _path(row: Mapping[str, Any], by_code: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """From the root of the list to the term."""
    path = [row]
    while (parent := str(path[0].get("parent", ""))) in by_code:
        path.insert(0, by_code[parent])
    return path


def _scale(name: str) -> tuple[Level, ...]:
    """A scale of KL's list in its own order, with not assessed last."""
    rows: list[dict[str, Any]] = book().contents.vocabulary[name][name]
    found = [Level(row.get("level", -1), row["term"], row["code"], source="KL, FFB") for row in rows if "parent" in row]
    return tuple(sorted(found, key=lambda level: level.value if level.value >= 0 else 99))


def support_needs() -> tuple[Level, ...]:
    """How much support is needed (støttebehovsniveau), KL's scale for VUM 2.0. It is never converted into the older scale's letters. Source: KL, FFB."""
    return _scale("support_needs")


def _vum1() -> Themes:
    read: dict[str, Any] = book().contents.vocabulary["vum1"]
    topics = tuple(
        Topic(row["id"], row["term"], row["term"], row["group"], row["scored"], tuple(row["subthemes"]), _place(row["source"])) for row in read["themes"]
    )
    levels = tuple(Level(row["level"], row["term"], words=", ".join(row["meaning"]), source=_place(row["source"])) for row in read["scale"])
    overall = tuple(Level(place, row["term"], letter=row["letter"], source=_place(row["source"])) for place, row in enumerate(read["overall"]))
    aids = tuple(_aids_of(row, [theme["id"] for theme in read["themes"] if theme["group"] == row["group"]]) for row in read["aids"])
    return Themes(VUM1, topics, levels, overall, read["overall_text"], _place(read["overall_source"]), aids)


_COUNTS = {"excluded": False, "included": True, "not_applicable": None}


def _aids_of(row: Mapping[str, str], topics: Iterable[str]) -> AidsRule:
    return AidsRule(row["group"], tuple(topics), _COUNTS[row["counts"]], row["text"], book().entry(row["entry"]).source.label())


def _place(source: Mapping[str, Any]) -> str:
    """`Viborg 2020, l. 2935`."""
    first, last = source["lines"]
    council, _, year = str(source["document"]).partition("-")
    return f"{council.capitalize()} {year}, l. {first}" + ("" if first == last else f"–{last}")
