"""A register of its own for a figure: a database in its own folder, the invented landscape, learners loaded."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROLLBOOK = str(Path(sys.executable).with_name("rollbook"))
PORT = 8473
UNLIMITED = "[learners_per_minute]\n{roles}\n[actions_per_minute]\n{actions}\n"


@contextlib.contextmanager
def register_at(size: int) -> Iterator[None]:
    """Django ready, as the owner of an empty database in a folder of its own; the database stops at the end."""
    base = Path(os.environ["ROLLBOOK_DATA"]) / str(size)
    os.environ |= {"ROLLBOOK_DATA": str(base), "ROLLBOOK_VAR": str(base / "var"), "ROLLBOOK_AS_OWNER": "1"}
    base.mkdir(parents=True, exist_ok=True)
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "rollbook.service.settings"
    django.setup()
    os.environ["ROLLBOOK_LIMITS"] = str(_without_limits(base))
    try:
        yield
    finally:
        from rollbook.service import embedded

        embedded.stop(base)


def settle() -> None:
    """Make the tables and the invented organisations with their people."""
    from rollbook.service.actions import landscape as settling
    from rollbook.service.setup import migrate
    from rollbook.synthetic.organisations import landscape

    migrate()
    settling.settle(landscape())


def load_people(people: Any) -> dict[str, Any]:
    """Load learners; the seconds it took and the rate."""
    from rollbook.service.actions.load import load
    from rollbook.synthetic.files import write

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "learners.csv"
        write(people, file)
        began = time.perf_counter()
        load(file)
        seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 1), "rate": round(len(people) / seconds)}


@contextlib.contextmanager
def server(**more: str) -> Iterator[str]:
    """`rollbook serve` on this register, as the application's role."""
    environment = {name: value for name, value in os.environ.items() if name != "ROLLBOOK_AS_OWNER"} | more
    process = subprocess.Popen([ROLLBOOK, "serve", "--port", str(PORT)], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{PORT}"
    finally:
        process.terminate()
        process.wait(30)


def _without_limits(base: Path) -> Path:
    from rollbook.service.limits import load_limits

    limits = load_limits()
    file = base / "limits.toml"
    text = UNLIMITED.format(
        roles="\n".join(f'"{name}" = 100000000' for name in limits.learners),
        actions="\n".join(f"{name} = 1000000" for name in limits.actions),
    )
    file.write_text(text, "utf-8")
    load_limits.cache_clear()
    return file
