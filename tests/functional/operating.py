"""A machine with Rollbook on it: its own embedded server, its own files, commands run as a person runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROLLBOOK = str(Path(sys.executable).with_name("rollbook"))


@dataclass(frozen=True)
class Machine:
    """Where the data and the other files are, and how to run a command there."""

    data: Path
    var: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ROLLBOOK_", "D"))}
        return {**kept, "ROLLBOOK_DATA": str(self.data), "ROLLBOOK_VAR": str(self.var)}

    def run(self, *words: object, code: int | tuple[int, ...] = 0) -> str:
        """What a command prints, on both outputs; its exit code must be the expected one, or one of these."""
        done = subprocess.run(
            [ROLLBOOK, *map(str, words)], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode in (code if isinstance(code, tuple) else (code,)), done.stdout
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen[str]:
        """A command that runs on."""
        return subprocess.Popen(
            [ROLLBOOK, *words], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def ask(self, statement: str, *values: object) -> list[Any]:
        """Rows from its database, as the owner."""
        import psycopg

        from rollbook.service import embedded

        with psycopg.connect(embedded.start(self.data).owner, autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def stop(self) -> None:
        from rollbook.service import embedded

        embedded.stop(self.data)


@contextmanager
def machine(folder: Path | None = None) -> Iterator[Machine]:
    """A machine in a folder of its own (`folder` for its data, else a new one), removed after."""
    home = Path(tempfile.mkdtemp(prefix="rollbook-", dir="/var/tmp"))
    home.chmod(0o755)
    made = Machine(folder or home / "data", home / "var")
    made.var.mkdir()
    _share_programs(made.data)
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(home)


def _share_programs(data: Path) -> None:
    """Root's copy of the server is large and the same everywhere: one that is there already is used."""
    from rollbook.service.data_folder import data_folder

    there = data_folder() / "server"
    if os.geteuid() == 0 and there.exists():
        data.mkdir(parents=True, exist_ok=True)
        (data / "server").symlink_to(there)


def learners(file: Path, count: int) -> Path:
    """Writes so many invented learners with numbers to a CSV file."""
    from rollbook.synthetic.files import write
    from rollbook.synthetic.registered import registered

    write(registered(count, 3, ukprns=[""]), file)
    return file
