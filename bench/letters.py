"""Milliseconds to write one letter as PDF, warm, for each kind: median and 95th percentile of one run.

python bench/letters.py         50 of each
python bench/letters.py 500     another count

Each letter has its own case number, so that nothing but the warm compiler is reused. `first` is a cold process's first letter: fonts, template and all.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mestring.cases.letters import render
from mestring.cases.letters.completeness import complete
from tests.cases.letters.samples import MAKERS

COUNT = 50
MOST = 2_000


def milliseconds(name: str, count: int) -> tuple[list[float], float]:
    """The time of each of so many letters, and the mean processor time of one: on a busy machine the two part."""
    letter = MAKERS[name]()
    found = []
    processor = time.process_time()
    for number in range(count):
        one = replace(letter, case_number=f"26-{number:05}")
        start = time.perf_counter()
        render.pdf(one)
        found.append((time.perf_counter() - start) * 1000)
    return found, (time.process_time() - processor) * 1000 / count


def main() -> None:
    count = min(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT, MOST)
    start = time.perf_counter()
    render.pdf(next(iter(MAKERS.values()))())
    print(f"first letter of a process: {(time.perf_counter() - start) * 1000:.0f} ms")
    print(f"{'kind':<22}{'median':>9}{'p95':>9}{'cpu':>9}{'kB':>7}{'check':>9}   ({count} of each, ms)")
    for name, make in MAKERS.items():
        times, processor = milliseconds(name, count)
        times.sort()
        letter = make()
        start = time.perf_counter()
        complete(letter)
        checked = (time.perf_counter() - start) * 1000
        p95 = times[max(0, round(0.95 * len(times)) - 1)]
        print(f"{name:<22}{statistics.median(times):>9.1f}{p95:>9.1f}{processor:>9.1f}{len(render.pdf(letter)) / 1000:>7.0f}{checked:>9.1f}")


if __name__ == "__main__":
    main()
