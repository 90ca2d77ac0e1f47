"""Measure, then write the page: `python -m bench [--size N] [FIGURE ...]`. Each figure runs in a process of its own."""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

OUT = Path(__file__).parent / "out"
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"

# Figure: the module that measures it. Each has `measure(size) -> dict` and `markdown(results) -> str`, where
# `results` maps a size to what was measured at it.
FIGURES = {
    "start": "bench.start",
    "register": "bench.register",
    "pages": "bench.pages",
    "check": "bench.checking",
    "watch": "bench.watching",
    "people": "bench.people",
    "quality": "bench.matching.quality",
}


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench")
    arguments.add_argument("--size", type=int, default=100_000, help="learners in the register")
    arguments.add_argument("--measure", help=argparse.SUPPRESS)
    arguments.add_argument("figure", nargs="*", choices=[[], *FIGURES], help="which figures; all if none is named")
    chosen = arguments.parse_args()
    OUT.mkdir(exist_ok=True)
    if chosen.measure:
        _measure(chosen.measure, chosen.size)
        return
    for figure in chosen.figure or FIGURES:
        print(f"Measuring {figure} at {chosen.size:,} ...", flush=True)
        command = [sys.executable, "-m", "bench", "--measure", figure, "--size", str(chosen.size)]
        subprocess.run(command, check=True)
    _write_page()


def _measure(figure: str, size: int) -> None:
    measured = import_module(FIGURES[figure]).measure(size)
    measured |= {"on": date.today().isoformat(), "python": platform.python_version()}
    (OUT / f"{figure}-{size}.json").write_text(json.dumps(measured, indent=1, default=str))


def _write_page() -> None:
    parts = [
        "# Figures",
        "",
        "Measured by `make bench` (`SIZE=1000000` for the large ones) on two cores and 24 GB; take the ratios, which",
        "come from one run, rather than the absolutes. Nothing here is asserted by a test.",
        "",
    ]
    for figure, module in FIGURES.items():
        found = {
            int(path.stem.rsplit("-", 1)[1]): json.loads(path.read_text())
            for path in sorted(OUT.glob(f"{figure}-*.json"))
        }
        if found:
            parts += [import_module(module).markdown(dict(sorted(found.items()))), ""]
    PAGE.write_text("\n".join(parts), "utf-8")
    print(f"Written to {PAGE}")


if __name__ == "__main__":
    main()
