"""No token of the world stands in any report of it, but the number of whom it is about and the number of their case."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from mestring.integrations import ffb
from mestring.integrations.ffb import checks, names
from mestring.integrations.ffb.history import History
from mestring.people import access
from mestring.people.models import Citizen
from tests import given
from tests.integrations import given_ffb as known
from tests.promises.conftest import _built, world
from tests.world import World

__all__ = ["_built", "world"]
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def reports(citizen: Citizen) -> list[dict[str, Any]]:
    history = History(citizen, access.house(given.TODAY))
    made = [ffb.bundle(history, day, known.MUNICIPALITY, lambda _: known.HOME)[0] for day in history.days]
    return [one for one in made if one]


def test_no_words_of_the_world_leave_it(world: World) -> None:
    profiles: Counter[str] = Counter()
    for citizen in Citizen.objects.all():
        own = {citizen.cpr, *(one.number for one in History(citizen, access.house(given.TODAY)).cases)}
        for made in reports(citizen):
            found = {token.text for token in world.canaries.within(ID.sub("", json.dumps(made, ensure_ascii=False)))}
            assert found <= own
            if citizen.cpr:
                assert checks.faults(made) == []
            profiles.update(entry["resource"]["meta"]["profile"][0] for entry in made["entry"])
    print(profiles)
    assert {names.CITIZEN, names.INFORMATION_GATHERING, names.CONDITION, names.CARE_EVALUATION} <= set(profiles)


def test_a_word_that_leaks_would_be_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault: a topic's text is sent with its code."""
    from mestring.integrations.ffb import gathering

    token = next(one.text for one in world.canaries.tokens.values() if one.field == "topic.text")
    whole = gathering.condition

    def leaking(*given_: Any, **more: Any) -> Any:
        made = whole(*given_, **more)
        made.body["code"]["text"] = token
        return made

    monkeypatch.setattr(gathering, "condition", leaking)
    made = next(one for one in reports(world.citizens["citizen"]) if any(entry["fullUrl"].startswith("Condition/") for entry in one["entry"]))
    assert token in {one.text for one in world.canaries.within(json.dumps(made, ensure_ascii=False))}
    assert any("element" in one.rule for one in checks.faults(made))
