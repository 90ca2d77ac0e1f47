"""The records a search may be about, found by their keys in one indexed query however large the register."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

from django.db import connection

from rollbook.matching import Details, Normal, load_model, normalise, search_keys
from rollbook.register.find import Judge, Known
from rollbook.register.policy import load_policy
from rollbook.service.readers.threshold import possible_threshold
from rollbook.service.sql import sql

REFRESH_SECONDS = 60.0
# A register that has just begun is a small part of the people who will come to it; with its own size as prior, any
# likeness would look like proof.
SMALLEST_PRIOR = 10_000
PLAIN = (
    "given_name", "family_name", "date_of_birth", "gender", "postcode", "middle_names", "preferred_given_name",
    "previous_family_name", "family_name_at_16", "school_at_16", "place_of_birth", "email",
)  # fmt: skip


def candidates(asked: Sequence[Normal]) -> list[list[Known]]:
    """For each search of a list, the records that share a key with it."""
    common = _common_keys()
    keys = ["{" + ",".join(str(key) for key in search_keys(each) if key not in common) + "}" for each in asked]
    found: list[list[Known]] = [[] for _ in asked]
    with connection.cursor() as cursor:
        cursor.execute(sql("learners/candidates"), {"numbers": list(range(len(asked))), "keys": keys})
        for number, uln, survivor, *columns in cursor.fetchall():
            found[number].append(Known(uln=uln, survivor=survivor, normal=normalise(details_of(columns))))
    return found


def details_of(columns: Sequence[Any]) -> Details:
    """The details of a row whose columns stand in the order of `learners/candidates.sql`.

    There the names a learner also goes by stand behind the former ones.
    """
    *plain, former_names, former_postcodes, identifiers = columns
    names = dict(zip(PLAIN, plain, strict=True))
    return Details(
        **names,
        former_names=tuple((name["given_name"], name["family_name"]) for name in _json(former_names)),
        former_postcodes=tuple(former_postcodes),
        identifiers=tuple((each["scheme"], each["value"]) for each in _json(identifiers)),
    )


def judge() -> Judge:
    """What decides a search now: the model, the size of the register, the limits."""
    return Judge(
        model=load_model(),
        register_size=register_size(),
        possible=float(_remembered("possible", possible_threshold)),
        most_possible=load_policy().most_possible,
    )


def register_size() -> int:
    """How many learners the register holds, near enough for a prior; refreshed once a minute."""
    return int(_remembered("size", _count_learners))


def forget() -> None:
    """Drop what is remembered between searches; for after a load, and for tests."""
    _memory.clear()


def _count_learners() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select reltuples::bigint from pg_class where oid = 'service_learner'::regclass")
        estimate = cursor.fetchone()
        if estimate and estimate[0] > 10_000:
            return int(estimate[0])
        cursor.execute("select count(*) from service_learner")
        counted = cursor.fetchone()
    return max(SMALLEST_PRIOR, int(counted[0]) if counted else 0)


def _common_keys() -> frozenset[int]:
    def read() -> frozenset[int]:
        with connection.cursor() as cursor:
            cursor.execute("select key from service_commonkey")
            return frozenset(row[0] for row in cursor.fetchall())

    remembered = _remembered("common", read)
    assert isinstance(remembered, frozenset)
    return remembered


_memory: dict[str, tuple[float, Any]] = {}


def _remembered(name: str, read: Any) -> Any:
    kept = _memory.get(name)
    if kept is None or time.monotonic() - kept[0] > REFRESH_SECONDS:
        kept = (time.monotonic(), read())
        _memory[name] = kept
    return kept[1]


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
