"""Whether a standard may be put into use: all its checks hold, and what was read against the source is still what stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mestring.rules.rulebook.book import Book
from mestring.rules.rulebook.files import Problem
from mestring.rules.rulebook.model import Entry, Standard


@dataclass(frozen=True, slots=True)
class Activation:
    """A standard's state. Shapes: counts of problems, of entries nobody has compared with the source, and of comparisons that have lapsed."""

    problems: int
    unreviewed: int
    lapsed: int
    to_confirm: int

    @property
    def may_be_used(self) -> bool:
        """True when nothing is broken."""
        return self.problems == 0

    @property
    def sentence(self) -> str:
        """The state in Danish."""
        state = "kan tages i brug" if self.may_be_used else f"kan ikke tages i brug: {self.problems} fejl"
        parts = [state]
        if self.unreviewed:
            parts.append(f"{self.unreviewed} poster er ikke sammenholdt af en anden læser")
        if self.lapsed:
            parts.append(f"{self.lapsed} sammenholdninger er bortfaldet, fordi posten er ændret")
        if self.to_confirm:
            parts.append(f"{self.to_confirm} læsninger og fund venter på bekræftelse")
        return "; ".join(parts) + "."


def activation(book: Book, standard: Standard, problems: Sequence[Problem]) -> Activation:
    """The state of a standard, given the problems its checks found."""
    files = {entry.file for entry in standard.entries}
    own = [problem for problem in problems if problem.file in files]
    unreviewed = [entry for entry in standard.entries if entry.reviewed is None]
    lapsed = [entry for entry in standard.entries if is_lapsed(entry)]
    waiting = [reading for entry in standard.entries for reading in entry.readings if reading.status == "to_confirm"]
    findings = [note for note in standard.findings if note.status == "to_confirm"]
    return Activation(len(own), len(unreviewed), len(lapsed), len(waiting) + len(findings))


def is_lapsed(entry: Entry) -> bool:
    """True when an entry has changed since it was compared with its source."""
    return entry.reviewed is not None and entry.reviewed.hash != entry.hash
