"""The tables of cases."""

from mestring.cases.models.application import Application, Hold
from mestring.cases.models.case import Case, Counter
from mestring.cases.models.deadline import PublishedDeadline
from mestring.cases.models.due import Due
from mestring.cases.models.inquiry import AnonymousInquiry, Inquiry
from mestring.cases.models.journal import Document, InformationRequest, Note
from mestring.cases.models.letter import Dispatch, Letter

__all__ = [
    "AnonymousInquiry",
    "Application",
    "Case",
    "Counter",
    "Dispatch",
    "Document",
    "Due",
    "Hold",
    "InformationRequest",
    "Inquiry",
    "Letter",
    "Note",
    "PublishedDeadline",
]
