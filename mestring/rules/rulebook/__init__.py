"""The rulebook: the only code that reads the library.

book = open_library()
finding = book.answer("vejle-107-follow-up", {"moved_in": date(2023, 2, 1)}, on=date(2024, 2, 1))
"""

from mestring.rules.facts import NONE, FactError
from mestring.rules.finding import Status, Step
from mestring.rules.rulebook.book import QUESTIONS, Book, Finding, open_library
from mestring.rules.rulebook.files import LibraryErrors, Problem
from mestring.rules.rulebook.library import SHIPPED
from mestring.rules.rulebook.model import Entry, Note, Standard

__all__ = [
    "NONE",
    "QUESTIONS",
    "SHIPPED",
    "Book",
    "Entry",
    "FactError",
    "Finding",
    "LibraryErrors",
    "Note",
    "Problem",
    "Standard",
    "Status",
    "Step",
    "open_library",
]
