"""One resource of a bundle, as it stands on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mestring.integrations.ffb import names


@dataclass(frozen=True, slots=True)
class Resource:
    """What is said about one thing. Shapes: `body` is all but type, id and meta; `at` the moment it was last changed."""

    type: str
    id: str
    profile: str
    body: dict[str, Any]
    at: datetime

    @property
    def key(self) -> str:
        """How others refer to it."""
        return f"{self.type}/{self.id}"

    @property
    def ref(self) -> dict[str, Any]:
        """A reference to it."""
        return {"reference": self.key}

    def refers_to(self) -> set[str]:
        """The keys of everything it refers to."""
        return set(references(self.body))

    def as_json(self) -> dict[str, Any]:
        """As it stands in a bundle."""
        return {"resourceType": self.type, "id": self.id, "meta": {"lastUpdated": instant(self.at), "profile": [self.profile]}, **self.body}


def references(value: Any) -> Iterator[str]:
    """Every reference within a value."""
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def instant(moment: datetime) -> str:
    """A moment as FHIR writes it: to the second, with its zone."""
    return moment.replace(microsecond=0).isoformat()


def case_number(number: str) -> dict[str, Any]:
    """The extension that carries the municipality's case number."""
    return {"url": names.CASE_NUMBER, "extension": [{"url": "municipalitySpecific", "valueIdentifier": {"use": "usual", "value": number}}]}


def ranked(ref: dict[str, Any], rank: int) -> dict[str, Any]:
    """A reference to a condition with its rank: 1 is the primary, 2 a secondary."""
    return {"extension": [{"url": names.CONDITION_RANK, "valuePositiveInt": rank}], **ref}
