"""How long the command line takes to begin: `import rollbook` and `rollbook version`, the best of five."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

COMMANDS = {
    "import rollbook": [sys.executable, "-c", "import rollbook"],
    "rollbook version": [str(Path(sys.executable).with_name("rollbook")), "version"],
}


def measure(size: int) -> dict[str, Any]:
    """Seconds for each command; the size of a register has no part in it."""
    return {name: min(_seconds(command) for _ in range(5)) for name, command in COMMANDS.items()}


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return round(time.perf_counter() - began, 3)


def markdown(results: dict[int, dict[str, Any]]) -> str:
    """The figures as part of the page."""
    latest = list(results.values())[-1]
    rows = [f"| `{name}` | {latest[name]:.2f} s | 0.50 s |" for name in COMMANDS]
    return "\n".join(["## Start", "", "| Command | Best of five | Limit |", "| --- | --- | --- |", *rows])
