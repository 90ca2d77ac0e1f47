"""A disk that fills up: a sentence that says what to do, nothing half done, and on it goes once there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.operating import Machine, learners, machine


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 160 MB."""
    folder = Path(f"/var/tmp/rollbook-small-{os.getpid()}")
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", folder], check=False)
    if mounted.returncode != 0:
        folder.rmdir()
        pytest.skip("only a user who may mount a file system can fill one up")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)
    folder.rmdir()


@pytest.fixture
def small(small_disk: Path) -> Iterator[Machine]:
    with machine(small_disk / "data") as made:
        made.run("migrate")
        yield made


def test_a_load_that_fills_the_disk_loads_nothing_and_works_once_there_is_room(small: Machine, tmp_path: Path) -> None:
    file = learners(tmp_path / "learners.csv", 3000)
    ballast = small.data / "ballast"
    free = os.statvfs(small.data)
    ballast.write_bytes(b"\0" * (free.f_bavail * free.f_frsize - 1_000_000))
    # Where there is no room even for the server's own log of changes, it goes down and comes back by itself.
    said = small.run("load", file, code=(10, 11)).strip()
    assert said.startswith(("There is no room left", "The database cannot be reached"))
    assert said.count("\n") == 0
    ballast.unlink()
    assert small.ask("select count(*) from service_learner") == [(0,)]
    assert "3,000 learners were loaded" in small.run("load", file)
    assert "Nothing is out of place" in small.run("log", "verify")


def test_a_backup_that_does_not_fit_leaves_nothing(small: Machine, small_disk: Path) -> None:
    free = os.statvfs(small_disk)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * (free.f_bavail * free.f_frsize - 20_000))
    assert "room" in small.run("backup", small_disk / "saved", code=11)
    ballast.unlink()
    assert sorted(path.name for path in small_disk.iterdir()) == ["data"]
    small.run("backup", small_disk / "saved")
