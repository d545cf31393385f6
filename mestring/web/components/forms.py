"""A field of a GET form: what is asked, how, what was typed and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Option:
    """One of the answers of a field."""

    value: str
    label: str
    chosen: bool = False


@dataclass
class Field:
    """Shapes: `type` is tiles, select, date, text or number; `judged` marks what a person must judge; `typed` is what the visitor wrote, kept also when it is wrong."""

    name: str
    label: str
    type: str = "text"
    typed: str = ""
    hint: str = ""
    error: str = ""
    options: list[Option] = field(default_factory=list)
    judged: bool = False

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def anchor(self) -> str:
        """What a link to the field leads to: the first tile, or the field itself."""
        return f"{self.id}-1" if self.type == "tiles" else self.id

    @property
    def described_by(self) -> str:
        return " ".join(f"{part}-{self.name}" for part, there in (("h", self.hint), ("e", self.error)) if there)


def yes_no_unknown(name: str, label: str, typed: str, judged: bool = False) -> Field:
    """Ja, Nej, Ved ikke: a question that may be left unanswered."""
    options = [Option("ja", "Ja", typed == "ja"), Option("nej", "Nej", typed == "nej"), Option("", "Ved ikke", typed == "")]
    return Field(name, label, "tiles", typed, options=options, judged=judged)
