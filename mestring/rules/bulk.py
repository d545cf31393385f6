"""Rules over whole caseloads: blocks of rows that fit in the cache, threads over blocks, outputs written where they shall stay."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mestring.rules.facts import Array, Columns
from mestring.rules.kinds import Rule
from mestring.rules.world import World

BLOCK = 32_768
"""Rows a block. From 16,000 to 65,000 is the flat optimum: a block's columns fit in the second-level cache."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One result of a run: a rule and the name of its value, with the type the result shall have (the rule's own when None)."""

    rule: Rule
    value: str
    dtype: str | None = None


def evaluate(
    wanted: Mapping[str, Wanted], columns: Columns, world: World, *, threads: int = 1, block: int = BLOCK
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Results for every row, and for those that are not known everywhere, which rows are.

    Shapes: one array a result, each with `columns.rows` rows; a result without a mask is known in every row. Each rule runs once a block,
    however many of its values are wanted.
    """
    rows = columns.rows
    rules = {id(one.rule): one.rule for one in wanted.values()}
    out: dict[str, Array] = {}
    known: dict[str, Array] = {}

    def place(name: str, values: Array, where: slice) -> None:
        if name not in out:
            out[name] = np.empty(rows, wanted[name].dtype or values.dtype)
        out[name][where] = values

    def work(first: int, last: int) -> None:
        for start in range(first, last, block):
            where = slice(start, min(start + block, last))
            part = columns.slice(where)
            answers = {key: rule.many(part, world) for key, rule in rules.items()}
            for name, one in wanted.items():
                values, mask = answers[id(one.rule)].values[one.value]
                place(name, values, where)
                if mask is not None:
                    if name not in known:
                        known.setdefault(name, np.ones(rows, bool))
                    known[name][where] = mask

    # The first block alone makes the outputs and the tables, so that threads meet them ready.
    first = min(block, rows)
    work(0, first)
    if threads == 1:
        work(first, rows)
        return out, known
    blocks = -(-(rows - first) // block)
    cuts = [first + min(rows - first, block * (blocks * part // threads)) for part in range(threads)] + [rows]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, cuts, cuts[1:]))
    return out, known
