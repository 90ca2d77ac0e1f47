"""How fast and in how little memory a file is checked: against a bare reading of it, by size, and with many findings.

Each check runs as its user would run it, in a process of its own; ratios are taken within one run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROLLBOOK = str(Path(sys.executable).with_name("rollbook"))
NAME = "ILR-90000101-2526-20251103-090000-01.xml"
DAY = "2025-11-03"
SIZES = (1_000, 40_000, 200_000)
PUPILS = 2_000
SCHOOLS = {"ctf": ("--version", "25"), "census": ("--school", "primary")}
SCHOOL_DAY = "2019-01-17"
BARE = "import sys; from lxml import etree\nfor _, e in etree.iterparse(sys.argv[1]): [c.text for c in e]; e.clear()"

FINE = (b"0", b"3", b"20", b"21")  # and the codes that say what the worst finding was
# A process begins with the peak of the one that started it, so a small one stands between.
TIMER = """
import os, subprocess, sys, time
began = time.perf_counter()
with open(sys.argv[1], "wb") as out:
    process = subprocess.Popen(sys.argv[2:], stdout=out)
    _, status, used = os.wait4(process.pid, 0)
print(time.perf_counter() - began, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


def measure(size: int) -> dict[str, Any]:
    """The figures; `size` is of no matter here, the sizes are those that the project promises."""
    with TemporaryDirectory(prefix="rollbook-bench-") as folder:
        found = [_of_size(Path(folder), count) for count in SIZES]
        many = _of_size(Path(folder), 40_000, faults=1.0, spoilt=True)
        schools = {kind: _of_school(Path(folder), kind) for kind in SCHOOLS}
    return {"sizes": found, "many": many, "rule_ms": _one_rule(), "schools": schools}


def _of_school(folder: Path, kind: str) -> float:
    """Seconds to check a school's file."""
    place = folder / kind
    place.mkdir()
    make = [ROLLBOOK, "make", kind, "--pupils", str(PUPILS), *SCHOOLS[kind], "--output", str(place)]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    (file,) = place.iterdir()
    return _timed([ROLLBOOK, "check", str(file), "--json", "--today", SCHOOL_DAY])[0]


def _of_size(folder: Path, count: int, *, faults: float = 0.0, spoilt: bool = False) -> dict[str, Any]:
    from rollbook.standards.reading import write
    from rollbook.synthetic.returns import make_return

    path = folder / NAME
    made = make_return("ilr", "2025-26", count, 1, faults=faults)
    if spoilt:
        made = _spoil(made)
    with path.open("wb") as out:
        write(made.loaded, out)
    del made
    bare, _ = _timed([sys.executable, "-c", BARE, str(path)])
    report = folder / "report.json"
    command = [ROLLBOOK, "check", str(path), "--json", "--today", DAY]
    took, memory = _timed(command, output=report)
    findings = len(json.loads(report.read_text("utf-8"))["findings"])
    return {
        "learners": count, "megabytes": path.stat().st_size / 1e6, "bare_s": bare, "check_s": took,
        "memory_mb": memory, "findings": findings,
    }  # fmt: skip


def _spoil(made: Any) -> Any:
    """Every aim and every learner with a postcode that is none: some 200,000 findings."""
    import pyarrow as pa

    raw = dict(made.loaded.raw)
    for table, column in (("aim", "DelLocPostCode"), ("learner", "Postcode")):
        rows = raw[table]
        raw[table] = rows.set_column(
            rows.column_names.index(column), column, pa.array(["AA11AA"] * rows.num_rows, pa.string())
        )
    return replace(made, loaded=replace(made.loaded, raw=raw))


def _timed(command: list[str], *, output: Path | None = None) -> tuple[float, float]:
    """Seconds and peak megabytes of a process; RuntimeError where it could not do its work."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", TIMER, str(output or "/dev/null"), *command], check=True, capture_output=True
    )
    seconds, kilobytes, code = done.stdout.split()
    if code not in FINE:
        raise RuntimeError(f"{command[0]} ended with {code.decode()}: {done.stderr.decode()[-500:]}")
    return float(seconds), int(kilobytes) / 1024


def _one_rule() -> float:
    """Milliseconds for one rule on a file of one learner, over all rules."""
    from rollbook.standards.checking import check_loaded
    from rollbook.standards.rules.loading import rules_of
    from rollbook.synthetic.returns import make_return

    loaded = make_return("ilr", "2025-26", 1, 1).loaded
    check_loaded(loaded, today=date.fromisoformat(DAY))
    began = time.perf_counter()
    check_loaded(loaded, today=date.fromisoformat(DAY))
    return (time.perf_counter() - began) * 1000 / len(rules_of("ilr", "2025-26"))


def markdown(results: dict[int, dict[str, Any]]) -> str:
    """The figures as part of the page."""
    found = results[max(results)]
    lines = [
        "## Checking a file",
        "",
        "An invented ILR file of 2025-26, four aims a learner; `rollbook check FILE --json` from the shell, all rules.",
        "*Bare* is `for _, e in lxml.etree.iterparse(file): [c.text for c in e]; e.clear()` on the same file; the aim",
        "is three times that at most, under 600 MB, and 2.5 s for 1,000 learners.",
        "",
        "| Learners | File | bare | check | times bare | memory | findings |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_row(one) for one in [*found["sizes"], found["many"]]]
    whole = next(one for one in found["sizes"] if one["learners"] == found["many"]["learners"])
    ratio = found["many"]["check_s"] / whole["check_s"]
    lines += [
        "",
        f"With {found['many']['findings']:,} findings the same file takes {ratio:.2f} times as long (aim: 1.5).",
        f"One rule on a file of one learner: {found['rule_ms']:.2f} ms, tables and all.",
        f"A School Census of {PUPILS:,} pupils: {found['schools']['census']:.1f} s (aim: 2); a Common Transfer File of",
        f"{PUPILS:,} pupils: {found['schools']['ctf']:.1f} s (aim: 2).",
    ]
    if whole["memory_mb"] > 600:
        lines += [
            "",
            "Memory is that of the process: the file's text as Arrow tables, and beside it the 350 MB that DuckDB may",
            "take before it spills.",
        ]
    return "\n".join(lines)


def _row(one: dict[str, Any]) -> str:
    times = one["check_s"] / one["bare_s"]
    return (
        f"| {one['learners']:,} | {one['megabytes']:.0f} MB | {one['bare_s']:.1f} s | {one['check_s']:.1f} s "
        f"| {times:.1f} | {one['memory_mb']:.0f} MB | {one['findings']:,} |"
    )
