"""Names for those who give none: an animal and a number, picked at random, telling nothing."""

from __future__ import annotations

import secrets

ANIMALS = (
    "Agerhøne", "Alk", "Bæver", "Egern", "Fasan", "Grævling", "Gøg", "Hare", "Hermelin", "Ibis", "Isfugl", "Krikand", "Lærke", "Mejse", "Mosegris",
    "Nattergal", "Odder", "Pindsvin", "Rådyr", "Sanglærke", "Skarv", "Spætte", "Stær", "Svale", "Terne", "Tjald", "Ugle", "Vibe", "Vagtel", "Ørred",
)  # fmt: skip


def pick() -> str:
    """A handle such as «Egern 4711»."""
    return f"{secrets.choice(ANIMALS)} {secrets.randbelow(9000) + 1000}"
