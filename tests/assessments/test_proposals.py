"""The method each standard assesses by, its topics and scales, held against the documents and KL's list."""

from __future__ import annotations

from datetime import date

import pytest

from mestring.assessments import proposals
from mestring.cases.proposals import sections_offered
from mestring.rules.rulebook import open_library

BOOK = open_library()
ON = date(2026, 11, 12)
EVERY = [(standard, offered.id) for standard in BOOK.standards for offered in sections_offered(standard, ON)]


@pytest.mark.parametrize(("standard", "section"), EVERY)
def test_every_section_of_every_council_has_a_method_or_none(standard, section):
    found = proposals.method(standard, section, ON)
    assert found.id in proposals.METHODS
    assert found.sentence
    assert bool(found.source) is found.stated
    proposals.themes(found.id)


METHODS = [
    ("vejle-2023", "85", "vum2", True),  # Vejle 2023, l. 87
    ("vejle-2023", "109", "vum2", True),  # l. 87 names it
    ("vejle-2023", "82a", "none", True),  # l. 156
    ("vejle-2023", "82b", "none", True),  # l. 156
    ("vejle-2023", "84", "vum2", False),  # not among the sections of l. 87
    ("viborg-2020", "85", "vum1", True),  # Viborg 2020, l. 2807
    ("viborg-2020", "82b", "vum1", True),  # l. 551: de syv temaer
    ("viborg-2020", "108", "vum1", True),  # l. 2807
    ("viborg-2020", "99", "none", True),  # l. 1199: opsøgende
    ("viborg-2020", "110", "none", True),  # l. 1954: uden visitation
    ("rebild-2015", "85", "vum2", True),  # Rebild 2015, l. 109: VUM, edition not named
    ("rebild-2015", "99", "none", True),  # l. 316: uden visitation
    ("randers-2019", "82a", "none", True),  # Randers 2019, l. 247
    ("randers-2019", "85", "vum2", False),  # no method named
    ("ballerup-undated", "82a", "none", True),  # Ballerup, l. 61
    ("ballerup-undated", "85", "vum2", False),
]


@pytest.mark.parametrize(("standard", "section", "expected", "stated"), METHODS)
def test_the_method_is_the_one_the_document_names(standard, section, expected, stated):
    found = proposals.method(standard, section, ON)
    assert (found.id, found.stated) == (expected, stated)


def test_a_method_without_an_edition_is_the_edition_of_the_day():
    assert proposals.method("rebild-2015", "85", date(2019, 5, 1)).id == "vum1"
    assert proposals.method("rebild-2015", "85", date(2021, 5, 1)).id == "vum2"


def test_only_activity_and_participation_takes_a_level():
    found = proposals.themes("vum2")
    groups = {group: [topic for topic in found.topics if topic.group == group] for group in {topic.group for topic in found.topics}}
    assert {group: len(topics) for group, topics in groups.items()} == {"Funktioner og forhold": 33, "Aktivitet og deltagelse": 31, "Omgivelsesfaktorer": 3}
    assert all(topic.takes_level is (topic.group == "Aktivitet og deltagelse") for topic in found.topics)
    assert len({topic.theme for topic in groups["Aktivitet og deltagelse"]}) == 6


def test_the_scale_runs_from_nothing_to_complete_with_not_assessed_last():
    found = proposals.themes("vum2").levels
    assert [level.value for level in found] == [0, 1, 2, 3, 4, -1]
    assert found[4].label == "Fuldstændig nedsat funktionsevne"
    assert [level.label for level in proposals.support_needs()][3] == "Højt støttebehov"


def test_the_older_method_has_eleven_themes_and_an_overall_letter_that_is_no_average():
    found = proposals.themes("vum1")
    assert [topic.takes_level for topic in found.topics] == [True] * 10 + [False]  # Viborg 2020, l. 2944-2946
    assert [level.letter for level in found.overall] == ["A", "B", "C", "D", "E"]  # l. 2982-2990
    assert found.overall[3].label == "Stort problem"
    assert "ikke et gennemsnit" in found.overall_rule
    assert found.overall_source == "Viborg 2020, l. 2992–3000"


@pytest.mark.parametrize(
    ("method", "label", "counts"),
    [
        ("vum1", "Psykisk funktionsnedsættelse", False),  # Viborg 2020, l. 2952
        ("vum1", "Egenomsorg", True),  # l. 2963
        ("vum1", "Omgivelser", None),  # l. 2972
        ("vum2", "Hukommelse", False),
        ("vum2", "Varetage økonomi", True),
        ("vum2", "Boligområde", None),
    ],
)
def test_the_standing_rule_says_whether_aids_count(method, label, counts):
    found = proposals.themes(method)
    topic = next(topic for topic in found.topics if topic.label == label)
    rule = found.aids_for(topic.id)
    assert rule is not None
    assert rule.counts_aids is counts
    assert rule.source


def test_none_has_nothing_to_fill():
    assert proposals.themes("none").topics == ()
    assert not proposals.method("vejle-2023", "82a", ON).assesses
