"""What an assessment lacks before it can be finished, in the order it is to be mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from mestring.assessments import catalogue
from mestring.assessments.models import Assessment, TopicEntry


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing. Shapes: `place` is topics, topic, need or groups; `topic` the public id of the topic it concerns."""

    text: str
    place: str
    topic: UUID | None = None
    why: str = ""


def missing(assessment: Assessment) -> list[Missing]:
    """Everything that must be given first; empty when the assessment can be finished.

    Source: FFB report (a condition has a severity exactly under Aktivitet og deltagelse); Viborg 2020, l. 2945–3000; VUM 2.0 (support need).
    """
    found: list[Missing] = []
    entries = in_order(assessment.method, assessment.topics.standing())
    if not entries:
        found.append(Missing("mindst ét emne", "topics", why="Vælg kun emner, der betyder noget for afgørelsen."))
    for entry in entries:
        label = catalogue.topic(assessment.method, entry.topic).label
        if not entry.text:
            found.append(Missing(f"din faglige vurdering af ”{label}”", "topic", entry.public_id, "Betyder emnet ikke noget, så tag det ud."))
        if entry.takes_level and entry.level is None:
            found.append(Missing(f"niveau for ”{label}”", "topic", entry.public_id, _why(assessment.method)))
    if assessment.method == catalogue.VUM1 and not assessment.overall:
        found.append(Missing("den samlede vurdering fra A til E", "need", why="Den er et fagligt skøn og ikke et gennemsnit af temaerne."))
    if assessment.method == catalogue.VUM2 and assessment.need_level is None:
        found.append(Missing("støttebehovet, fra intet til fuldstændigt", "need"))
    if not assessment.need:
        found.append(Missing("en beskrivelse af støttebehovet", "need", why="Skriv, hvad borgeren har brug for hjælp til."))
    return found


def is_filled(entry: TopicEntry) -> bool:
    """Whether a topic holds what it must."""
    return bool(entry.text) and (entry.level is not None or not entry.takes_level)


def in_order(method: str, entries: Iterable[TopicEntry]) -> list[TopicEntry]:
    """Topics in the order the method lists them."""
    place = {code: index for index, code in enumerate(catalogue.topics(method))}
    return sorted(entries, key=lambda entry: (place.get(entry.topic, len(place)), entry.pk))


def _why(method: str) -> str:
    return "Niveau er obligatorisk under Aktivitet og deltagelse." if method == catalogue.VUM2 else "Temaet får et tal fra 0 til 4."
