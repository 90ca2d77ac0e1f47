"""Running a register from the shell: migrate, serve, work, load, verify, back up, restore."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.functional.operating import Machine, learners, machine

STALE_WORKER = "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 minute') returning id"
DOING = (
    "insert into procrastinate_jobs (queue_name, task_name, status, args, worker_id)"
    " values ('upkeep', 'rollbook.log_months', 'doing', '{\"timestamp\": 0}', %s)"
)
WAITING = (
    "insert into procrastinate_jobs (queue_name, task_name, args)"
    " values ('upkeep', 'rollbook.log_months', '{\"timestamp\": 0}')"
)


@pytest.fixture(scope="module")
def here() -> Iterator[Machine]:
    with machine() as made:
        made.run("migrate")
        yield made


@pytest.fixture
def campuses(tmp_path: Path) -> Path:
    """A reference table to load."""
    path = tmp_path / "campus.csv"
    path.write_text("UKPRN,CampId,EffectiveFrom,EffectiveTo\n90000101,12345678,,\n", encoding="utf-8")
    return path


def _until(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_without_tables_each_verb_says_to_migrate(campuses: Path) -> None:
    loading = ("reference", "load", "campus", campuses)
    with machine() as bare:
        for words in (("serve",), ("worker", "--once"), ("backup", "/tmp/never"), ("log", "verify"), loading):
            assert "rollbook migrate" in bare.run(*words, code=12)


def test_where_there_is_no_register_a_reference_table_is_loaded_without_one(campuses: Path) -> None:
    with machine() as bare:
        bare.run("reference", "load", "campus", campuses)
        assert "1 of" in bare.run("reference", "list")
        assert not (bare.data / "pg").exists()


def test_a_reference_table_that_is_loaded_stands_in_the_registers_log(here: Machine, campuses: Path) -> None:
    assert "campus is loaded: 1 row," in here.run("reference", "load", "campus", campuses)
    assert "No user" in here.run("reference", "load", "campus", campuses, "--as", "nobody@example.org", code=6)
    found = here.ask("select actor, channel, details->>'table' from access_log where action = 'load_reference'")
    assert found == [("system:reference", "cli", "campus")]


def test_migrating_again_changes_nothing(here: Machine) -> None:
    assert json.loads(here.run("migrate", "--json")) == {"migrations": 0}


def test_a_port_that_is_taken_is_said_so(here: Machine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "--port" in here.run("serve", "--port", taken.getsockname()[1], code=12)


def test_the_job_of_a_killed_worker_is_taken_up(here: Machine) -> None:
    here.ask(DOING, here.ask(STALE_WORKER)[0][0])
    here.run("worker", "--once")
    assert here.ask("select count(*) from procrastinate_jobs") == [(0,)]


def test_a_worker_told_to_stop_seals_the_log_and_ends_well(here: Machine) -> None:
    worker = here.start("worker")
    _until(lambda: here.ask("select 1 from procrastinate_workers"))
    here.ask(
        "insert into access_log (reference, actor, role, channel, purpose, action, outcome)"
        " values (gen_random_uuid(), 'a', 'operator', 'cli', 'register_upkeep', 'find', 'none')"
    )
    worker.send_signal(signal.SIGTERM)
    assert worker.communicate(timeout=60)[0] == ""
    assert worker.returncode == 0
    assert json.loads(here.run("log", "verify", "--json"))["not_sealed_yet"] == 0


def test_a_worker_goes_on_when_the_database_comes_back(here: Machine) -> None:
    worker = here.start("worker")
    _until(lambda: here.ask("select 1 from procrastinate_workers where last_heartbeat > now() - interval '5 s'"))
    here.stop()
    here.ask(WAITING)  # the server is started again by whoever needs it
    _until(lambda: here.ask("select count(*) from procrastinate_jobs") == [(0,)])
    worker.send_signal(signal.SIGTERM)
    said = worker.communicate(timeout=60)[0]
    assert worker.returncode == 0
    assert "trying again" in said
    assert "Traceback" not in said


def test_damage_to_the_log_is_named_and_ends_with_code_1(here: Machine) -> None:
    here.ask("alter table access_log disable trigger user")
    here.ask("update access_log set outcome = 'exact' where id = (select max(id) from access_log)")
    assert "no longer says what it said" in here.run("log", "verify", code=1)
    assert json.loads(here.run("log", "verify", "--json", code=1))["findings"][0]["rule"] == "row_edited"
    here.ask("update access_log set outcome = 'none' where id = (select max(id) from access_log)")
    here.ask("alter table access_log enable trigger user")
    said = here.run("log", "verify")
    assert "Nothing is out of place" in said
    assert "in 1 epoch;" in said


def test_the_log_is_verified_elsewhere_with_the_public_key_alone(here: Machine) -> None:
    key = json.loads(here.run("log", "key", "--json"))["public_key"]
    assert "Nothing is out of place" in here.run("log", "verify", "--key", key)
    other = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert "signature" in here.run("log", "verify", "--key", other, code=1)
    assert "64 digits" in here.run("log", "verify", "--key", "abc", code=4)


def test_a_database_that_goes_away_in_the_middle_of_a_load_keeps_nothing_of_it(here: Machine, tmp_path: Path) -> None:
    before = here.ask("select count(*) from service_issuednumber")
    loading = here.start("load", str(learners(tmp_path / "learners.csv", 15_000)))
    _until(lambda: here.ask("select 1 from pg_stat_activity where query like 'copy loading%%'"))
    here.stop()
    said = loading.communicate(timeout=60)[0].strip()
    assert loading.returncode == 10, said
    assert "Traceback" not in said
    assert said.endswith("Nothing was half done; try again in a minute.")
    assert here.ask("select count(*) from service_issuednumber") == before


def test_a_register_moves_to_another_machine(here: Machine, tmp_path: Path, campuses: Path) -> None:
    here.run("reference", "load", "campus", campuses)
    loaded = json.loads(here.run("load", learners(tmp_path / "learners.csv", 300), "--json"))
    assert loaded == {"learners": 300, "left_out": 0, "conflicts": None}
    assert "300 rows have conflicts" in here.run("load", tmp_path / "learners.csv", code=3)
    here.run("backup", tmp_path / "saved")
    with machine() as there:
        shutil.copytree(here.var / "keys", there.var / "keys")
        assert "--numbers-issued" in there.run("restore", tmp_path / "saved", code=2)
        numbers = here.var / "numbers-issued.jsonl"
        assert "300 learners are back" in there.run("restore", tmp_path / "saved", "--numbers-issued", numbers)
        assert "Nothing is out of place" in there.run("log", "verify")
        assert there.run("reference", "list") == here.run("reference", "list")
        assert "not empty" in there.run("restore", tmp_path / "saved", "--close-ranges", code=7)


def test_a_backup_of_another_register_is_refused(here: Machine, tmp_path: Path) -> None:
    here.run("backup", tmp_path / "saved")
    with machine() as other:
        assert "ROLLBOOK_KEYS" in other.run("restore", tmp_path / "saved", "--close-ranges", code=4)
