"""Which help may be ordered without a grant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from mestring.cases.proposals import section_offered, sign
from mestring.cases.proposals.proposed import Proposed, book, from_entry, nothing


@lru_cache(maxsize=1024)
def needs_no_decision(standard: str, section: str, on: date) -> Proposed:
    """Whether a person may begin without anybody's decision, so that the help can be ordered without a grant.

    Shapes: `value` is True or False; under a section with both ways it is True of the open offers alone, and `values["both"]` says so; `values["nameless"]` that it is entered
    only by one who says no name.
    Source: what the document says of how the section is entered, else law (`cases.proposals.sections`). Raises: KeyError.
    """
    offered = section_offered(standard, section, on)
    if offered is None:
        return replace(nothing("needs_no_decision", f"{sign(section)} er ikke et tilbud, man begynder i."), value=False)
    free = offered.may_be_entered or offered.may_be_entered_nameless
    sentence = f"{sign(section)}: {offered.way_label[:1].lower()}{offered.way_label[1:]}."
    said = (
        from_entry("needs_no_decision", book().entry(offered.entry), free, sentence)
        if offered.entry
        else replace(nothing("needs_no_decision", sentence), value=free)
    )
    both = offered.may_be_entered and offered.may_be_applied_for
    return replace(said, values={"both": both, "nameless": free and not offered.may_be_entered})


ORDERED = ("82a", "82b", "82c", "82d", "83", "83a", "84", "85", "85a", "97", "98", "99", "101", "102", "103", "104", "107", "108")
"""The sections whose help a provider is asked to give. §§ 109 and 110 begin with an admission, §§ 95, 96 and 100 are money to the citizen, § 101 a has no name."""
