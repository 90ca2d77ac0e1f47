"""The register under load: finds over REST beside the same work in plain SQL, batch rate, load rate, index size."""

from __future__ import annotations

import resource
import time
from typing import Any

from bench.clients import find_body, run_finds, run_plain
from bench.registers import load_people, register_at, server, settle

CLIENTS = 8
SECONDS = 15
ASKED = 20_000
BATCHES = (5_000, 50_000)
UKPRN = "90000101"
FIVE = ("given_name", "family_name", "date_of_birth", "gender", "postcode")


def measure(size: int) -> dict[str, Any]:
    """Everything at one size of the register, in one run, on a database of its own."""
    with register_at(size):
        return _measure(size)


def _measure(size: int) -> dict[str, Any]:
    from rollbook.service import database
    from rollbook.service.actions import landscape as settling
    from rollbook.synthetic.registered import registered

    settle()
    people = registered(size, 11, ukprns=[UKPRN])
    loaded = load_people(people)
    clients = settling.machine_clients(UKPRN)
    asked = people.sample(min(ASKED, size), seed=5).select(FIVE).to_dicts()
    bodies = [find_body({name: str(value) for name, value in each.items()}) for each in asked]
    with server() as address:
        token = _token(address, clients["machine:find"])
        rest = run_finds(address, token, bodies, clients=CLIENTS, seconds=SECONDS)
    plain = run_plain(database.addresses().application, _keys(asked), clients=CLIENTS, seconds=SECONDS)
    batches = {str(count): _batch(people, count) for count in BATCHES if count <= size}
    return {"rest": rest, "plain": plain, "load": loaded, "batches": batches, "sizes": _sizes(size)}


def _keys(asked: list[dict[str, Any]]) -> list[list[int]]:
    from rollbook.matching import Details, normalise, search_keys

    return [list(search_keys(normalise(Details(**each)))) for each in asked]


def _token(address: str, client: dict[str, str]) -> str:
    from rollbook.cli.http import Api

    api = Api(address, {"machine:find": client})
    api.wait(lambda: True)
    return api.token("machine:find")


def _batch(people: Any, count: int) -> dict[str, Any]:
    """A batch of so many learners, half of them new, worked on as the worker does."""
    import io
    from datetime import datetime

    import polars as pl

    from rollbook.organisations import Caller
    from rollbook.service.actions.batches.sending import send
    from rollbook.service.actions.batches.working import work_on_chunk
    from rollbook.service.models import Organisation
    from rollbook.synthetic.batch_files import write_batch_file
    from rollbook.synthetic.registered import registered

    half = count // 2
    new = registered(half, 500 + count, ukprns=[UKPRN]).drop("uln")
    rows = pl.concat([people.head(half).drop("uln"), new]).sample(fraction=1, shuffle=True, seed=1)
    out = io.BytesIO()
    written = datetime(2026, 9, 1, 9, 0)
    name = write_batch_file(out, rows.iter_rows(named=True), count=len(rows), ukprn=UKPRN, written=written)
    out.seek(0)
    home = Organisation.objects.get(ukprn=UKPRN)
    by = Caller("user:bench", "Bench", "batch", home.pk, UKPRN, frozenset(home.purposes), "batch")
    began = time.perf_counter()
    sent = send(out, name, by=by, purpose="enrolment")
    while work_on_chunk(sent.id):
        pass
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": round(seconds, 1), "rate": round(count / seconds), "peak_mb": round(peak / 1000)}


def _sizes(size: int) -> dict[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_relation_size('service_learner') / count(*), pg_relation_size('learner_keys') / count(*)"
            " from service_learner"
        )
        row, index = cursor.fetchone()
    return {"row_bytes": int(row), "key_index_bytes": int(index)}


def _causes(results: dict[int, dict[str, Any]]) -> list[str]:
    """Why a figure misses what was aimed at."""
    causes = []
    if any(found["rest"]["rate"] < found["plain"]["rate"] / 2 for found in results.values()):
        causes += [
            "",
            "The aim was half the plain rate. A find over REST costs about 1.1 ms of Python (HTTP, the token looked up",
            "anew, checks of the fields, normal forms, comparison with reasons, the answer) beside the 0.3 ms of the",
            "database, and clients, server and database share two cores here: Python is what fills them.",
            "Before searches were watched the share was 0.27 at 100,000 learners and 0.32 at 1,000,000: each search is",
            "counted, and the watch looks at some of them while they are answered.",
        ]
    if any(found["sizes"]["key_index_bytes"] > 300 for found in results.values()):
        causes += [
            "",
            "A learner has about 14.5 keys, where the design reckoned with ten: the keys more are what reaches people",
            "with several details wrong at once. The index grows with them.",
        ]
    return causes


def markdown(results: dict[int, dict[str, Any]]) -> str:
    """The figures as part of the page."""
    lines = [
        "## The register",
        "",
        f"Finds: {CLIENTS} clients, each asking one after the other, on the same two cores as server and database;",
        "every find has token, purpose and log row. *Plain* is the same transaction (candidates, log row, commit) in",
        "psycopg, with as many connections.",
        "",
        "| Learners | finds a second | p50 | p95 | p99 | plain a second | plain p50 | share of plain |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for size, found in results.items():
        rest, plain = found["rest"], found["plain"]
        lines.append(
            f"| {size:,} | {rest['rate']} | {rest['p50_ms']} ms | {rest['p95_ms']} ms | {rest['p99_ms']} ms "
            f"| {plain['rate']} | {plain['p50_ms']} ms | {rest['rate'] / plain['rate']:.2f} |"
        )
    lines += ["", "| Learners | load | load rate | row | key index a learner | batch, half new |", "|" + " --- |" * 6]
    for size, found in results.items():
        batches = "; ".join(
            f"{int(count):,}: {each['rate']} a second, peak {each['peak_mb']} MB"
            for count, each in found["batches"].items()
        )
        lines.append(
            f"| {size:,} | {found['load']['seconds']} s | {found['load']['rate']} a second "
            f"| {found['sizes']['row_bytes']} B | {found['sizes']['key_index_bytes']} B | {batches} |"
        )
    lines += _causes(results)
    if len(results) > 1:
        first, last = results[min(results)], results[max(results)]
        ratio = last["rest"]["p50_ms"] / first["rest"]["p50_ms"]
        lines += ["", f"p50 of a find at {max(results):,} learners is {ratio:.2f} times that at {min(results):,}."]
    return "\n".join(lines)
