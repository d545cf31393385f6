"""Rows per second of rule set R, in columns and one by one, beside plain Python and the limit of copying the same memory.

    make bench                      10^5, 10^6 and 10^7 rows
    python bench/rules.py 100000    other sizes

Every figure of a run comes from the same rows on the same machine; read the ratios, not the times. Each contender runs in its own process,
so that its peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import rule_set_r as r
from mestring.rules.bulk import evaluate
from mestring.rules.calendar import to_number
from mestring.rules.facts import NONE, Case

SIZES = (100_000, 1_000_000, 10_000_000)
REPEATS = 5
MISSING = 0.05


def best_of(run: Any, repeats: int = REPEATS) -> float:
    """Median seconds of several runs after one that warms up."""
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def columns(count: int, threads: int, missing: bool) -> dict[str, Any]:
    """`many` over blocks; peak memory above what was held once the rows were there."""
    rules = r.RuleSet()
    arrays = r.rows(count)
    known = None
    if missing:
        g = np.random.Generator(np.random.PCG64(7))
        known = {name: g.random(count, dtype=np.float32) >= MISSING for name in arrays}
    loaded = _peak()
    cases = rules.columns(arrays, known)
    seconds = best_of(lambda: evaluate(rules.wanted, cases, rules.world, threads=threads))
    return {"seconds": seconds, "peak_mib": (_peak() - loaded) / 1024}


def copy(count: int, threads: int) -> dict[str, Any]:
    """The limit: read as many bytes as R's inputs and write as many as its results, into memory touched before."""
    arrays = r.rows(count)
    pair = np.empty((count, 2), "i4")
    pair[:, 0], pair[:, 1] = arrays["granted97"], arrays["decided"]
    sources = [
        arrays["expense"],
        arrays["has96"],
        arrays["step"],
        arrays["start85"],
        arrays["received"],
        arrays["has98"],
        arrays["born"],
        pair.reshape(-1).view("i8"),
    ]
    targets = [np.ones_like(source) for source in sources]
    cuts = [count * part // threads for part in range(threads + 1)]

    def work(first: int, last: int) -> None:
        for source, target in zip(sources, targets, strict=True):
            np.copyto(target[first:last], source[first:last])

    if threads == 1:
        return {"seconds": best_of(lambda: work(0, count))}
    with ThreadPoolExecutor(threads) as pool:
        return {"seconds": best_of(lambda: list(pool.map(work, cuts, cuts[1:])))}


def plain_python(count: int) -> dict[str, Any]:
    """Row by row in plain Python, on at most 100,000 of the rows."""
    objects = r.as_objects(r.rows(min(count, 100_000)))
    return {"seconds": best_of(lambda: [r.plain(row) for row in objects], 3) * count / len(objects)}


def one_by_one(count: int) -> dict[str, Any]:
    """`one` with its trace, all eight results, on 2,000 of the rows. Unit: seconds a case."""
    rules = r.RuleSet()
    none = {name for name, fact in rules.facts.items() if fact.may_be_none}
    cases = [{name: NONE if value is None and name in none else value for name, value in zip(r.INPUTS, row, strict=True)} for row in r.as_objects(r.rows(2000))]

    def run() -> None:
        for facts in cases:
            case = Case(rules.facts, facts, r.ON)
            for rule in rules.rules.values():
                rule.one(case, rules.world)

    return {"seconds": best_of(run) / len(cases)}


def agree(count: int) -> dict[str, Any]:
    """Every result of every row held against plain Python: how many differ."""
    rules = r.RuleSet()
    arrays = r.rows(count)
    out, known = evaluate(rules.wanted, rules.columns(arrays), rules.world, threads=2)
    expected = list(zip(*(r.plain(row) for row in r.as_objects(arrays)), strict=True))
    wrong = 0
    for (name, values), wanted in zip(out.items(), expected, strict=True):
        plain = [to_number(value) if name in ("next_follow_up", "deadline") else value for value in wanted]
        wrong += int((values != np.array(plain)).sum())
    return {"differences": wrong, "masks": len(known)}


JOBS = {"columns": columns, "copy": copy, "plain_python": plain_python, "one_by_one": one_by_one, "agree": agree}


def _alone(job: str, *arguments: Any) -> dict[str, Any]:
    """Run a job in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--job", job, json.dumps(arguments)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(sizes: tuple[int, ...]) -> None:
    """Print the table."""
    checked = _alone("agree", 100_000)
    print(f"Rule set R: 6 rules, 8 results a row, 27 bytes in and 27 out. Held against plain Python on 100,000 rows: {checked['differences']} differences.")
    one = _alone("one_by_one", 2000)["seconds"]
    print(f"One case with trace, all 8 results: {one * 1e6:.0f} µs\n")
    print(f"{'rows':>10}  {'way':<34}{'M rows/s':>9}{'ns/row':>9}{'x copy':>8}{'x plain':>9}{'peak MiB':>10}")
    for count in sizes:
        floor = _alone("copy", count, 1)["seconds"]
        plain = _alone("plain_python", count)["seconds"]
        shown = [
            ("memory copy, 1 thread", floor, None),
            ("memory copy, 2 threads", _alone("copy", count, 2)["seconds"], None),
            ("plain Python, row by row", plain, None),
        ]
        for missing in (False, True):
            for threads in (1, 2):
                found = _alone("columns", count, threads, missing)
                words = f"many, {threads} thread{'s' if threads > 1 else ''}{', 5 % of every fact missing' if missing else ''}"
                shown.append((words, found["seconds"], found["peak_mib"]))
        for words, seconds, peak in shown:
            memory = f"{peak:>10.0f}" if peak is not None else ""
            print(f"{count:>10,}  {words:<34}{count / seconds / 1e6:>9.2f}{seconds / count * 1e9:>9.1f}{seconds / floor:>8.1f}{plain / seconds:>9.1f}{memory}")
        print()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        print(json.dumps(JOBS[sys.argv[2]](*json.loads(sys.argv[3]))))
    else:
        main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
