"""KL's codes for the house's own keys, read from the library. What has no certain code has none: a person chooses it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mestring.assessments import proposals
from mestring.rules.rulebook import open_library


def _rows(name: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = open_library().contents.vocabulary[name][name]
    return found


@lru_cache
def _leaves(name: str) -> frozenset[str]:
    above = {one.get("parent") for one in _rows(name)}
    return frozenset(one["code"] for one in _rows(name) if one["code"] not in above)


@lru_cache
def _steps(name: str) -> Mapping[int, str]:
    return {one["level"]: one["code"] for one in _rows(name) if "level" in one}


@lru_cache
def _mapped(name: str) -> Mapping[str, str]:
    found: Mapping[str, str] = open_library().contents.vocabulary["report_codes"][name]
    return found


def severity(level: int) -> str:
    """The functioning level 0–4."""
    return _steps("functioning_levels")[level]


def need(level: int) -> str:
    """The need for support 0–4."""
    return _steps("support_needs")[level]


def aim(key: str) -> str:
    """The kind of a goal."""
    return _mapped("aims")[key]


def outcome(key: str) -> str:
    """What a follow-up comes to."""
    return _mapped("outcomes")[key]


def service_of_section(section: str) -> str:
    """The service a section can only be, or nothing."""
    return _mapped("services").get(section, "")


def offer_of_section(section: str) -> str:
    """The kind of offer a section itself is, or nothing."""
    return _mapped("offers").get(section, "")


@lru_cache
def topics() -> frozenset[str]:
    """Every topic that can be reported."""
    return frozenset(one.id for one in proposals.themes(proposals.VUM2).topics)


@lru_cache
def leveled() -> frozenset[str]:
    """The topics under Aktivitet og deltagelse, which have a level and can have a goal."""
    return frozenset(one.id for one in proposals.themes(proposals.VUM2).topics if one.takes_level)


def severities() -> frozenset[str]:
    """Every functioning level, also «not assessed»."""
    return _leaves("functioning_levels")


def needs() -> frozenset[str]:
    """Every need for support."""
    return _leaves("support_needs")


def aims() -> frozenset[str]:
    """Every kind of goal."""
    return _leaves("goal_kinds")


def outcomes() -> frozenset[str]:
    """Everything a follow-up can come to."""
    return _leaves("follow_up_outcomes")


def services() -> frozenset[str]:
    """Every service."""
    return _leaves("services")


def offers() -> frozenset[str]:
    """Every kind of offer."""
    return _leaves("offers")


def target_groups() -> frozenset[str]:
    """Every target group."""
    return _leaves("target_groups")
