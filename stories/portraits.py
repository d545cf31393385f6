"""An assessment as a story tells it: which topics matter, how it stands with each, and what is needed.

Two methods have two scales, and one is never made out of the other: whoever tells gives a level in both, and each council uses its own.
"""

from __future__ import annotations

from dataclasses import dataclass

_TOPICS = {
    "post": ("8bef71de-55b5-47fe-b438-18ac769106b3", "community_life"),
    "economy": ("70443014-3faf-402d-abcf-396bfad32eb9", "community_life"),
    "home": ("fd4b8dd3-5c4b-4257-8c13-ea045617d2f6", "community_life"),
    "work": ("685e8517-2f5c-4ef8-a7c4-fa2d008fdd9d", "community_life"),
    "cooking": ("b947f321-7cdb-4b33-9653-f3ff800572b0", "practical_tasks"),
    "cleaning": ("8f32c948-41c4-49d7-8913-cdeede2e7fe1", "practical_tasks"),
    "shopping": ("01770afa-cd17-41fe-a966-b8895e4d55d8", "practical_tasks"),
    "company": ("dcc6bb77-45af-4625-9c4d-7d7878307220", "social_life"),
    "network": ("4c082610-b122-4019-96f2-1061e287445e", "social_life"),
    "transport": ("eff3385d-01fa-4c9c-9850-52e179243f21", "mobility"),
    "walking": ("4977ce08-df4d-4c09-8e03-c2a563862e68", "mobility"),
    "washing": ("885400cc-dd71-479e-8993-3fc48fdd6710", "self_care"),
    "health": ("4a58417e-9a75-43f2-9763-66505050159f", "health"),
    "talk": ("986898d0-e2e5-4afa-9cb3-ee7aecaa0143", "communication"),
    "mind": ("9c2173e6-6465-44d3-af16-7c44059193b2", "mental_impairment"),
    "mood": ("dccaa419-0bcd-4056-a11a-2e385e23edc6", "mental_impairment"),
    "body": ("3b4bcb40-f761-46a5-bc5f-b30ac37c88ed", "physical_impairment"),
    "people_around": ("df194a84-6e4b-4f14-a194-d8d9d9a1fcad", "surroundings"),
}
"""A topic's code in VUM 2.0, and the theme of VUM 1 it is told under."""

GROUPS = {
    "anxiety": "303deb9b-84f0-49d2-ab7a-f8b98eed40a2",
    "autism": "9b3fd322-a75a-4ed8-9b74-425fa1e01c95",
    "attention": "cc6a58cf-d3d2-4e5f-b7fe-98b009647eac",
    "brain_injury": "d26f97e8-99ed-46a9-94db-93340f77a950",
    "depression": "ee5b52bd-b839-4e69-ad04-c8b33eabfbde",
    "intellectual": "97c355cc-84e3-46d0-ac1b-00bc627d089f",
    "isolation": "16075f99-3694-4878-a48d-b2f4b515cb76",
    "mobility": "6e155207-db12-419a-8d9c-d67756533056",
    "perception": "f2ccc0c0-2a0a-49c9-9d6a-741a7cd220a3",
    "sight": "615310e8-f702-4455-910b-9d6d8aa684fb",
}
"""FFB's target groups, those the stories use."""


def topic_code(name: str, method: str) -> str:
    """The code of a topic in a method."""
    return _TOPICS[name][method == "vum1"]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic as it is told. Shapes: `new` and `old` are the levels in VUM 2.0 and VUM 1, none where the method gives none; `said` is who said what."""

    name: str
    text: str
    new: int | None = None
    old: int | None = None
    said: tuple[tuple[str, str], ...] = ()

    def code(self, method: str) -> str:
        """The topic's code in a method."""
        return topic_code(self.name, method)

    def level(self, method: str) -> int | None:
        """The level in a method."""
        return self.old if method == "vum1" else self.new


@dataclass(frozen=True, slots=True)
class Portrait:
    """A whole assessment. Shapes: `level` is VUM 2.0's step of need, `overall` VUM 1's letter; `primary` and `secondary` are names of target groups."""

    topics: tuple[Topic, ...]
    need: str
    level: int
    overall: str
    wishes: str = ""
    summary: str = ""
    primary: str = ""
    secondary: tuple[str, ...] = ()
    diagnosis: tuple[str, str] | None = None
