"""Every example in the library is a test: what a caseworker would expect, said in the file beside the rule."""

import pytest

from mestring.rules.rulebook.check import check, run_example
from tests.rules.cases import STANDARDS


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_example_holds(book, standard):
    failed, ran = [], 0
    for entry in book.standard(standard).entries:
        for example in entry.examples:
            ran += 1
            failed += [f"{entry.id}, {example.name}: {difference}" for difference in run_example(book, entry, example).differences]
    assert ran
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_rule_has_an_example(book, standard):
    assert [entry.id for entry in book.standard(standard).entries if entry.rule and not entry.examples] == []


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_check_holds(book, standard):
    assert [str(problem) for problem in check(book, (book.standard(standard),))] == []


@pytest.mark.parametrize("standard", STANDARDS)
def test_no_example_holds_by_chance(book, standard):
    """An example whose facts are taken away no longer holds, unless it is about what holds without them."""
    careless = []
    for entry in book.standard(standard).entries:
        for example in entry.examples:
            known = {"status", "missing"} >= set(example.expect) and example.expect.get("status") in ("unknown", None)
            if example.given and not known:
                bare = type(example)(example.name, example.rule, {}, example.expect, example.on)
                if (
                    not run_example(book, entry, bare).differences
                    and example.expect.keys() & {"date", "next", "amount", "answer", "owed", "left", "kept", "late"}
                    and entry.rule.facts()
                ):
                    careless.append(f"{entry.id}, {example.name}")
    assert len(careless) <= 0.1 * sum(len(entry.examples) for entry in book.standard(standard).entries), "\n".join(careless)
