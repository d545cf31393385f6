"""Rules over a whole caseload: blocks and threads change nothing in the answers, and rule set R is what plain Python says."""

from __future__ import annotations

import numpy as np
import pytest

from bench import rule_set_r as r
from mestring.rules.bulk import evaluate
from mestring.rules.calendar import to_number

ROWS = 20_000


@pytest.fixture(scope="module")
def rules() -> r.RuleSet:
    return r.RuleSet()


@pytest.fixture(scope="module")
def arrays():
    return r.rows(ROWS)


@pytest.fixture(scope="module")
def known(arrays):
    random = np.random.Generator(np.random.PCG64(3))
    return {name: random.random(ROWS) >= 0.1 for name in arrays}


def test_rule_set_r_says_what_plain_python_says(rules, arrays):
    out, masks = evaluate(rules.wanted, rules.columns(arrays), rules.world, threads=2, block=1_000)
    expected = list(zip(*(r.plain(row) for row in r.as_objects(arrays)), strict=True))
    assert masks == {}
    assert list(out) == list(rules.results)
    for (name, values), wanted in zip(out.items(), expected, strict=True):
        plain = [to_number(value) if name in ("next_follow_up", "deadline") else value for value in wanted]
        assert (values == np.array(plain)).all(), name


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("block", [997, 4_096, ROWS, 3 * ROWS])
def test_blocks_and_threads_change_no_answer(rules, arrays, known, threads, block):
    cases = rules.columns(arrays, known)
    out, masks = evaluate(rules.wanted, cases, rules.world, threads=threads, block=block)
    for name, (rule, value, kind) in rules.results.items():
        whole, mask = rules.rules[rule].many(cases, rules.world).values[value]
        assert out[name].dtype == np.dtype(kind)
        assert (out[name] == whole).all(), name
        assert (masks[name] == mask).all(), name


def test_a_fact_that_is_missing_late_in_the_rows_is_still_missing(rules, arrays):
    """The mask may first be needed in a block that another thread works on."""
    late = np.ones(ROWS, bool)
    late[-1] = False
    _, masks = evaluate(rules.wanted, rules.columns(arrays, {"expense": late}), rules.world, threads=2, block=1_000)
    assert (masks["extra_cost"] == late).all()


def test_a_mask_that_only_one_block_needs_leaves_the_other_rows_known(rules, arrays):
    step = arrays["step"].copy()
    step[-1] = 9  # no such step: only the last block has a row that isn't known
    _, masks = evaluate(rules.wanted, rules.columns({**arrays, "step": step}), rules.world, threads=2, block=1_000)
    assert np.flatnonzero(~masks["hours_a_week"]).tolist() == [ROWS - 1]


def test_a_result_of_few_rows_is_whole(rules):
    few = {name: values[:1] for name, values in r.rows(10).items()}
    out, _ = evaluate(rules.wanted, rules.columns(few), rules.world, threads=2)
    assert {len(values) for values in out.values()} == {1}
