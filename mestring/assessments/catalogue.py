"""The words of the two methods at hand: a topic by its code, the steps of a scale, target groups. Everything is the library's, in the order it lists it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mestring.assessments import proposals
from mestring.assessments.proposals import VUM1, VUM2, Level, Topic
from mestring.rules import rulebook

__all__ = ["VUM1", "VUM2", "Group", "Level", "Topic", "group", "heading", "need_scale", "scale", "step", "target_groups", "topic", "topics"]


@dataclass(frozen=True, slots=True)
class Group:
    """One target group (målgruppe), and the heading it stands under."""

    code: str
    label: str
    under: str


@lru_cache
def topics(method: str) -> Mapping[str, Topic]:
    """Every topic of a method by its code, in the method's own order; in VUM 2.0 activity and participation first, which most decisions rest on."""
    return {one.id: one for one in sorted(proposals.themes(method).topics, key=lambda one: one.group != proposals.PARTICIPATION)}


def topic(method: str, code: str) -> Topic:
    """One topic. A code the library no longer has is shown as it is: an old assessment must still be read."""
    return topics(method).get(code) or Topic(code, code, "", "", False)


_GROUPS = {"disability": "Funktionsnedsættelse og sociale problemer", "activity": "Hverdag og deltagelse", "surroundings": "Omgivelser"}
"""The three kinds of themes in VUM 1, which Viborg's document describes without naming them."""


def heading(method: str, found: Topic) -> str:
    """What a topic stands under in a list: its theme in VUM 2.0, the kind of theme in VUM 1."""
    return _GROUPS.get(found.group, found.group) if method == VUM1 else found.theme


# The drawn scale's own explanations: KL's list names the steps only.
_PLAIN = (
    "Klarer det selv uden besvær.",
    "Klarer det næsten selv, med små vanskeligheder.",
    "Klarer det med en del besvær.",
    "Klarer kun lidt af det selv.",
    "Kan ikke klare det selv.",
)


@lru_cache
def scale(method: str) -> tuple[Level, ...]:
    """The steps from 0 to 4 of a topic's level, in the method's own words."""
    return tuple(one for one in proposals.themes(method).levels if one.value >= 0)


def step(method: str, level: int | None) -> Level | None:
    """One step of the scale."""
    return next((one for one in scale(method) if one.value == level), None)


def explained(method: str, level: Level) -> str:
    """A step in other words."""
    return level.words if method == VUM1 else _PLAIN[level.value]


@lru_cache
def need_scale() -> tuple[Level, ...]:
    """FFB's steps of the need for support, from 0 to 4."""
    return tuple(one for one in proposals.support_needs() if one.value >= 0)


@lru_cache
def target_groups() -> Mapping[str, Group]:
    """FFB's target groups that can be chosen, by code, each under its heading."""
    found: list[Mapping[str, Any]] = rulebook.open_library().contents.vocabulary["target_groups"]["target_groups"]
    by_code = {one["code"]: one for one in found}
    above = {one.get("parent") for one in found}
    return {one["code"]: Group(one["code"], one["term"], by_code[one["parent"]]["term"]) for one in found if one["code"] not in above}


def group(code: str) -> Group:
    """One target group. A code the library no longer has is shown as it is."""
    return target_groups().get(code) or Group(code, code, "")
