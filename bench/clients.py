"""Clients that ask as fast as they are answered: over REST, and the same work in plain SQL."""

from __future__ import annotations

import http.client
import json
import multiprocessing as mp
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

Ask = Callable[[Any], None]

# What a find costs the database and nothing else: the candidates by their keys, the log row, the commit.
CANDIDATES = "select uln, given_name, family_name, date_of_birth, postcode from learners_with_keys(%s::bigint[])"
LOG = """
insert into access_log (reference, actor, role, channel, purpose, action, outcome, ulns, digest)
values (gen_random_uuid(), 'bench', 'machine:find', 'rest', 'enrolment', 'find', 'exact', %s::bigint[], %s)
"""


def run_finds(address: str, token: str, bodies: Sequence[str], *, clients: int, seconds: float) -> dict[str, Any]:
    """So many clients that each send one find after the other."""
    return _run(_rest, (urlsplit(address).netloc, token), bodies, clients=clients, seconds=seconds)


def run_plain(url: str, keys: Sequence[list[int]], *, clients: int, seconds: float) -> dict[str, Any]:
    """The same number of connections that each do one find's work in the database after the other."""
    return _run(_plain, (url,), keys, clients=clients, seconds=seconds)


def _rest(work: Sequence[Any], netloc: str, token: str) -> Ask:
    connection = http.client.HTTPConnection(netloc, timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Purpose": "enrolment", "Content-Type": "application/json"}

    def ask(body: Any) -> None:
        connection.request("POST", "/api/learners/find", body, headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {said[:200]!r}")

    return ask


def _plain(work: Sequence[Any], url: str) -> Ask:
    import psycopg

    connection = psycopg.connect(url, prepare_threshold=2, options="-c max_parallel_workers_per_gather=0 -c jit=off")

    def ask(keys: Any) -> None:
        with connection.transaction():
            found = connection.execute(CANDIDATES, [keys]).fetchall()
            connection.execute(LOG, [[row[0] for row in found[:1]], b"x" * 32])

    return ask


def _run(
    make: Callable[..., Ask], with_: tuple[Any, ...], work: Sequence[Any], *, clients: int, seconds: float
) -> dict[str, Any]:
    context = mp.get_context("spawn")
    results: Any = context.Queue()
    share = max(1, len(work) // clients)
    workers = [
        context.Process(target=_client, args=(make, with_, work[n * share : (n + 1) * share], seconds, results))
        for n in range(clients)
    ]
    for worker in workers:
        worker.start()
    times = sorted(spent for _ in workers for spent in results.get())
    for worker in workers:
        worker.join()
    return {
        "rate": round(len(times) / seconds),
        **{f"p{part}_ms": round(times[len(times) * part // 100] * 1000, 2) for part in (50, 95, 99)},
    }


def _client(
    make: Callable[..., Ask], with_: tuple[Any, ...], work: Sequence[Any], seconds: float, results: Any
) -> None:
    ask = make(work, *with_)
    for item in work[:20]:
        ask(item)
    times: list[float] = []
    until = time.perf_counter() + seconds
    while (began := time.perf_counter()) < until:
        ask(work[len(times) % len(work)])
        times.append(time.perf_counter() - began)
    results.put(times)


def find_body(person: dict[str, Any]) -> str:
    """A find of one learner by the five details."""
    return json.dumps({"learners": [person]})
