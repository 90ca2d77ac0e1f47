"""How long invented people take to make, and two files to match."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROLLBOOK = str(Path(sys.executable).with_name("rollbook"))


def measure(size: int) -> dict[str, Any]:
    """Seconds and peak memory of `make learners` and of `match` with a tenth as many searches."""
    with tempfile.TemporaryDirectory() as folder:
        people, asked, truth, links = (str(Path(folder) / name) for name in ("p.csv", "q.csv", "t.csv", "l.csv"))
        queries = max(1000, size // 10)
        made = _run(
            [ROLLBOOK, "make", "learners", "--count", str(size), "--seed", "3", "--output", people,
             "--queries", asked, "--truth", truth, "--query-count", str(queries), "--errors", "independent"],
        )  # fmt: skip
        matched = _run([ROLLBOOK, "match", asked, people, "--output", links])
        deduped = _run([ROLLBOOK, "dedupe", people, "--output", links])
    return {"queries": queries, "make": made, "match": matched, "dedupe": deduped}


def _run(command: list[str]) -> dict[str, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - began
    peak = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return {"seconds": round(seconds, 1), "peak_gb": round(peak / 1e6, 2)}


def markdown(results: dict[int, dict[str, Any]]) -> str:
    """The figures as part of the page."""
    rows = []
    for size, found in results.items():
        rows += [
            f"| make {size:,} learners and {found['queries']:,} searches | {found['make']['seconds']} s | 60 s |",
            f"| match {found['queries']:,} against {size:,}, files in and out | {found['match']['seconds']} s | 60 s |",
            f"| duplicates within {size:,} | {found['dedupe']['seconds']} s | |",
        ]
    return "\n".join(["## Files of people", "", "| Job | Time | Aim at 1,000,000 |", "| --- | --- | --- |", *rows])
