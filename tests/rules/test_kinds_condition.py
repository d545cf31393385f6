"""Conditions: unknown is not no, and the tree is decided as soon as the answers given decide it."""

from datetime import date
from itertools import product

import pytest
from pydantic import ValidationError

from mestring.rules.facts import NONE
from mestring.rules.finding import Status
from mestring.rules.kinds import KINDS
from tests.rules.invented import ask, problems, rule

ON = date(2020, 6, 1)
URGENT = {"text": "det haster", "fact": "urgent", "is": True}
SPECIAL = {"text": "det er særligt", "fact": "special", "is": True}
NEEDS = {"text": "har brug for det", "judge": "needs"}
SUITS = {"text": "det passer", "judge": "suits"}
TRUTH = {True: Status.DECIDED, False: Status.DECIDED, None: Status.UNKNOWN}


def kleene(branch, values):
    """Kleene's tables, written out."""
    if branch == "none":
        found = kleene("any", values)
        return None if found is None else not found
    decisive = branch == "any"
    return decisive if decisive in values else None if None in values else not decisive


@pytest.mark.parametrize("branch", ["all", "any", "none"])
@pytest.mark.parametrize("values", list(product([True, False, None], repeat=2)))
def test_the_branches_follow_kleene_in_both_evaluations(branch, values):
    facts = {name: value for name, value in zip(("urgent", "special"), values, strict=True) if value is not None}
    answer = ask(rule("condition", **{branch: [URGENT, SPECIAL]}), ON, **facts)
    wanted = kleene(branch, values)
    assert answer.values["met"] is wanted
    assert answer.status is TRUTH[wanted]
    assert answer.values["answer"] == {True: "met", False: "not_met", None: "unknown"}[wanted]


@pytest.mark.parametrize("outer", ["all", "any", "none"])
@pytest.mark.parametrize("inner", ["all", "any", "none"])
def test_branches_within_branches_follow_kleene_too(outer, inner):
    tree = rule("condition", **{outer: [URGENT, {inner: [SPECIAL, NEEDS]}]})
    for urgent, special, needs in product([True, False, None], repeat=3):
        facts = {name: value for name, value in (("urgent", urgent), ("special", special), ("needs", needs)) if value is not None}
        assert ask(tree, ON, **facts).values["met"] is kleene(outer, [urgent, kleene(inner, [special, needs])])


def test_unknown_is_not_no():
    answer = ask(rule("condition", none=[URGENT]), ON)
    assert (answer.status, answer.values["met"], answer.missing) == (Status.UNKNOWN, None, ["urgent"])


def test_only_the_questions_that_still_matter_are_asked():
    tree = rule("condition", all=[URGENT, {"any": [SPECIAL, NEEDS]}])
    assert ask(tree, ON, special=True).missing == ["urgent"]
    assert ask(tree, ON, urgent=False).missing == []
    assert ask(tree, ON, urgent=True).missing == ["special", "needs"]


def test_what_waits_only_for_judgements_is_to_be_judged():
    tree = rule("condition", all=[URGENT, NEEDS, SUITS])
    assert ask(tree, ON, urgent=True).status is Status.TO_JUDGE
    assert ask(tree, ON, urgent=True, needs=True).missing == ["suits"]
    assert ask(tree, ON, needs=True).status is Status.UNKNOWN
    assert ask(tree, ON, needs=False).status is Status.DECIDED
    assert ask(tree, ON, urgent=False).status is Status.DECIDED


def test_a_judgement_is_marked_as_one_in_the_trace():
    steps = ask(rule("condition", all=[URGENT, NEEDS]), ON).steps
    assert [step.mark for step in steps] == ["unknown", "to_judge"]
    assert [step.value for step in steps] == ["mangler", "skal vurderes"]


@pytest.mark.parametrize(("born", "met"), [(date(2002, 6, 1), True), (date(2002, 6, 2), False), (date(2002, 5, 31), True)])
def test_eighteen_years_is_reached_on_the_birthday(born, met):
    assert ask(rule("condition", all=[{"text": "fyldt 18", "age": {"at_least": "18 years"}}]), ON, born=born).values["met"] is met


@pytest.mark.parametrize(
    ("born", "met"),
    [(date(1955, 6, 1), False), (date(1955, 6, 2), True), (date(1955, 6, 30), True), (date(1955, 7, 1), True), (date(1953, 5, 31), False)],
)
def test_under_the_pension_age_ends_on_the_day_it_is_reached(born, met):
    assert ask(rule("condition", all=[{"text": "under folkepensionsalderen", "age": {"under": "pension_age"}}]), ON, born=born).values["met"] is met


@pytest.mark.parametrize(("born", "met"), [(date(1953, 6, 1), False), (date(1953, 6, 2), True)])
def test_the_later_of_two_ages(born, met):
    limit = {"later_of": ["pension_age", "67 years"]}
    assert ask(rule("condition", all=[{"text": "under aldersgrænsen", "age": {"under": limit}}]), ON, born=born).values["met"] is met


def test_granted_before_an_age_is_held_against_the_birthday():
    tree = rule("condition", all=[{"text": "fik det før 67", "date": "granted_97", "before_age": "67 years"}])
    born = date(1950, 3, 31)
    assert ask(tree, ON, born=born, granted_97=date(2017, 3, 30)).values["met"] is True
    assert ask(tree, ON, born=born, granted_97=date(2017, 3, 31)).values["met"] is False
    assert ask(tree, ON, born=born, granted_97=NONE).values["met"] is False
    assert ask(tree, ON, granted_97=NONE).values["met"] is False
    assert ask(tree, ON, granted_97=date(2017, 3, 30)).missing == ["born"]
    assert ask(tree, ON, born=born).missing == ["granted_97"]


def test_dates_before_and_from_a_day():
    tree = rule(
        "condition",
        all=[{"text": "før 2018", "date": "granted_97", "before": "2018-01-01"}, {"text": "fra 2016", "date": "granted_97", "on_or_after": "2016-01-01"}],
    )
    days = [date(2015, 12, 31), date(2016, 1, 1), date(2017, 12, 31), date(2018, 1, 1)]
    assert [ask(tree, ON, granted_97=day).values["met"] for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("bound", "met"), [("at_least", [False, True, True]), ("at_most", [True, True, False]), ("over", [False, False, True]), ("under", [True, False, False])]
)
def test_bounds_on_both_sides(bound, met):
    tree = rule("condition", all=[{"text": "grænsen", "fact": "expense", bound: "545 kr"}])
    assert [ask(tree, ON, expense=ore).values["met"] for ore in (54_499, 54_500, 54_501)] == met


def test_a_rate_is_that_of_the_day_asked_about():
    tree = rule("condition", all=[{"text": "mindst minimum", "fact": "expense", "at_least": {"rate": "low"}}])
    assert ask(tree, date(2019, 12, 31), expense=54_500).values["met"] is True
    assert ask(tree, date(2020, 1, 1), expense=54_500).values["met"] is False
    assert ask(tree, date(2020, 1, 1), expense=55_600).values["met"] is True


RATED = {"text": "mindst minimum", "fact": "expense", "at_least": {"rate": "low"}}
NO_RATE = date(2021, 6, 1)


def test_a_missing_rate_is_said_and_not_last_years():
    found = ask(rule("condition", all=[URGENT, RATED]), NO_RATE, urgent=True, expense=10_000_000)
    assert found.status is Status.RATE_MISSING
    assert found.sentence == "Satsen mangler for 2021: low."
    assert found.missing == []


def test_what_needs_no_rate_is_tested_and_asked_though_a_rate_is_missing():
    tree = rule("condition", all=[URGENT, NEEDS, RATED])
    assert ask(tree, NO_RATE, urgent=False).values["met"] is False
    asked = ask(tree, NO_RATE, needs=True)
    assert (asked.status, asked.missing) == (Status.UNKNOWN, ["urgent"])
    assert asked.sentence == "Kan ikke afgøres endnu. Mangler: urgent. Satsen mangler for 2021: low."
    judged = ask(tree, NO_RATE, urgent=True)
    assert (judged.status, judged.missing) == (Status.TO_JUDGE, ["needs"])


def test_another_way_to_meet_the_condition_needs_no_rate():
    tree = rule("condition", any=[URGENT, RATED])
    assert ask(tree, NO_RATE, urgent=True).values["met"] is True
    assert ask(tree, NO_RATE, urgent=False).status is Status.RATE_MISSING


def test_one_of_several_options():
    tree = rule("condition", all=[{"text": "ny eller ændring", "fact": "kind", "one_of": ["new", "change"]}])
    assert [ask(tree, ON, kind=kind).values["met"] for kind in ("new", "change", "other")] == [True, True, False]
    assert ask(tree, ON).values["met"] is None


def test_a_number_that_is_one_is_not_yes():
    tree = rule("condition", all=[{"text": "en gang", "fact": "times", "is": 1}])
    assert [ask(tree, ON, times=times).values["met"] for times in (0, 1, 2)] == [False, True, False]


@pytest.mark.parametrize(
    ("leaf", "said"),
    [
        ({"text": "x"}, "netop én af"),
        ({"text": "x", "fact": "urgent", "judge": "needs"}, "netop én af"),
        ({"fact": "urgent", "is": True}, "dansk text"),
        ({"text": "x", "fact": "urgent"}, "sammenlign"),
        ({"text": "x", "date": "granted_97"}, "sammenlign"),
        ({"text": "x", "age": {}}, "at_least"),
        ({"text": "x", "age": {"under": "gammel"}}, "skriv"),
        ({"text": "x", "age": {"under": {"later_of": ["67 years"]}}}, "skriv en alder"),
        ({"text": "x", "judge": "needs", "hvis": 1}, "Extra inputs"),
    ],
)
def test_a_leaf_that_asks_nothing_or_two_things_is_refused(leaf, said):
    with pytest.raises(ValidationError, match=said):
        KINDS["condition"].model_validate({"kind": "condition", "all": [leaf]})


def test_a_condition_of_nothing_is_refused():
    with pytest.raises(ValidationError, match="mindst ét led"):
        KINDS["condition"].model_validate({"kind": "condition", "all": []})


def test_an_empty_branch_inside_a_condition_is_refused():
    with pytest.raises(ValidationError):
        KINDS["condition"].model_validate({"kind": "condition", "all": [URGENT, {"any": []}]})


@pytest.mark.parametrize(
    ("leaf", "said"),
    [
        ({"text": "x", "fact": "kind", "is": "newest"}, "vælg en af new, change, other"),
        ({"text": "x", "fact": "urgent", "is": "ja"}, "true eller false"),
        ({"text": "x", "judge": "urgent"}, "typen yes_no"),
        ({"text": "x", "fact": "needs", "is": True}, "typen judgement"),
        ({"text": "x", "fact": "kind", "at_least": 3}, "typen choice"),
        ({"text": "x", "fact": "expense", "at_least": {"rate": "none"}}, "findes ikke"),
    ],
)
def test_a_leaf_that_compares_what_cannot_be_compared_is_a_problem(leaf, said):
    assert any(said in what for what in problems("condition", all=[leaf]))
