"""The real worker is killed in the middle of a batch, twice: nothing is lost, nothing is done twice."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

import psycopg

from rollbook.synthetic.batch_files import write_batch_file
from rollbook.synthetic.registered import registered
from tests.acceptance.conftest import ROLLBOOK, running_demo

COUNT = 4000


def test_a_worker_killed_twice_in_a_batch_loses_and_doubles_nothing():
    with running_demo("--learners", "200") as demo:
        _kill_workers(demo)
        before = _count(demo, "select count(*) from service_learner")
        batch = demo.api.upload("/api/batches", "LRB_90000101_030920260900.CSV", _file())["id"]
        for _ in range(2):
            worker = _worker(demo)
            _until_further(demo, batch)
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        last = _worker(demo)
        state = demo.api.until_done(f"/api/batches/{batch}", seconds=180)
        last.terminate()
        last.wait(60)
        assert (state["state"], state["done"]) == ("done", COUNT)
        made = _count(demo, "select count(*) from service_learner") - before
        assert made == state["codes"]["RC001"]
        assert _count(demo, "select count(*) from service_batchrow where batch_id = %s and code = ''", batch) == 0
        _numbers_fit(demo, batch)


def _numbers_fit(demo, batch):
    """Each new row's number is its own, and each is a learner enrolled once."""
    new = "select uln from service_batchrow where batch_id = %s and code = 'RC001'"
    ulns = [row[0] for row in _rows(demo, new, batch)]
    assert max(Counter(ulns).values()) == 1
    enrolled = "select learner_id from service_enrolment where learner_id = any(%s)"
    assert sorted(row[0] for row in _rows(demo, enrolled, ulns)) == sorted(ulns)


def _file() -> bytes:
    people = registered(COUNT, 77, ukprns=["90000101"]).drop("uln")
    out = io.BytesIO()
    written = datetime(2026, 9, 3, 9, 0)
    write_batch_file(out, people.iter_rows(named=True), count=COUNT, ukprn="90000101", written=written)
    return out.getvalue()


def _worker(demo) -> subprocess.Popen[bytes]:
    return subprocess.Popen([ROLLBOOK, "worker"], env=demo.environment, start_new_session=True)


def _kill_workers(demo) -> None:
    """The demo's own worker stops, so that the test's are the only ones."""
    own = f"ROLLBOOK_DATA={demo.environment['ROLLBOOK_DATA']}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_worker = (process / "cmdline").read_bytes().rstrip(b"\0").endswith(b"worker")
            if is_worker and own in (process / "environ").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)


def _done(demo, batch) -> int:
    return int(json.loads(demo.api.get(f"/api/batches/{batch}", role="machine:batch"))["done"])


def _until_further(demo, batch) -> None:
    before, until = _done(demo, batch), time.monotonic() + 90
    while not before < _done(demo, batch) < COUNT:
        assert time.monotonic() < until, "the batch did not get into its middle"
        time.sleep(0.05)


def _rows(demo, query, *values):
    with psycopg.connect(_address(demo)) as connection:
        return connection.execute(query, values).fetchall()


def _count(demo, query, *values) -> int:
    return int(_rows(demo, query, *values)[0][0])


def _address(demo) -> str:
    folder = demo.environment["ROLLBOOK_DATA"]
    with open(f"{folder}/owner.password") as file:
        return f"postgresql://rollbook_owner:{file.read()}@/rollbook?host={folder}"
