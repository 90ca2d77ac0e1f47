"""The sealed log: what is done to it shows. Each test damages a sealed log in one way, as the owner of the tables."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from rollbook.organisations import Caller

OPERATOR = Caller("user:o", "Operator", "operator", None, "", frozenset(), "cli")


@pytest.fixture
def heads(tmp_path: Path, own_database: str) -> Path:
    """A log of 4 seals with 3 rows each, and the file its heads were exported to."""
    path = tmp_path / "heads.jsonl"
    for _ in range(4):
        _write_and_seal(path)
    return path


def _write(rows: int = 3) -> None:
    from django.db import transaction

    from rollbook.service.audit.log import Entry, record

    entries = [Entry("find", "none", [1000000001 + n]) for n in range(rows)]
    with transaction.atomic():
        record(entries, by=OPERATOR, purpose="register_upkeep")


def _write_and_seal(path: Path, rows: int = 3) -> None:
    from rollbook.service.audit.seal import seal

    _write(rows)
    until = time.monotonic() + 60
    while not seal(export_to=path):  # transactions of other tests on the same server hold it up, too
        assert time.monotonic() < until
        time.sleep(0.05)


def _damage(address: str, *statements: str) -> None:
    with psycopg.connect(address) as owner:
        for table in ("access_log", "service_logseal", "service_logepoch"):
            owner.execute(f"alter table {table} disable trigger user")
        for statement in statements:
            owner.execute(statement)


def _verified(path: Path | None) -> tuple[list[str], Any]:
    from rollbook.service.audit.signing import public_key
    from rollbook.service.audit.verify import Counts, verify

    counts = Counts()
    return [f"{f.rule} {f.position.record}" for f in verify(key=public_key(), heads=path, counts=counts)], counts


def _row(place: int) -> int:
    from rollbook.service.models import AccessLog

    return list(AccessLog.objects.order_by("transaction", "id").values_list("id", flat=True))[place]


def test_an_untouched_log_verifies(heads: Path) -> None:
    damage, counts = _verified(heads)
    assert damage == []
    assert (counts.seals, counts.rows, counts.unsealed) == (4, 12, 0)


def test_sealing_again_adds_nothing(heads: Path) -> None:
    from rollbook.service.audit.seal import seal

    assert seal(export_to=heads) == 0
    assert len(heads.read_text().splitlines()) == 4


def test_rows_not_sealed_yet_are_counted_and_no_damage(heads: Path) -> None:
    _write(rows=1)
    damage, counts = _verified(heads)
    assert (damage, counts.unsealed) == ([], 1)


def test_a_running_transaction_holds_the_sealer_before_it(heads: Path, own_database: str) -> None:
    from rollbook.service.audit.seal import seal

    with psycopg.connect(own_database) as other:
        other.execute("select pg_current_xact_id()")
        _write()
        assert seal(export_to=heads) == 0
    _write_and_seal(heads)
    damage, counts = _verified(heads)
    assert (damage, counts.rows, counts.unsealed) == ([], 18, 0)


def test_a_transaction_in_another_database_of_the_server_holds_nobody_up(heads: Path, own_database: str) -> None:
    from rollbook.service.audit.seal import seal

    with psycopg.connect(own_database, dbname="postgres") as other:
        other.execute("select pg_current_xact_id()")
        _write()
        assert seal(export_to=heads) == 3


def test_only_one_sealer_works_at_a_time(heads: Path, own_database: str) -> None:
    from rollbook.service.audit.seal import SEALER_LOCK, seal

    with psycopg.connect(own_database) as other:
        other.execute("select pg_advisory_lock(%s)", [SEALER_LOCK])
        other.commit()
        _write()
        assert seal(export_to=heads) == 0


EDITS = [
    "outcome = 'exact'", "ulns = '{1000000999}'", "at = at + interval '1 second'", "actor = 'user:other'",
    "purpose = 'enrolment'", "details = '{\"a\": 1}'", "digest = 'x'::bytea", "channel = 'rest'",
    "organisation_id = gen_random_uuid()", "reference = gen_random_uuid()", "role = 'reviewer'", "action = 'read'",
]  # fmt: skip


def test_an_edited_row_is_named_whichever_column_was_edited(heads: Path, own_database: str) -> None:
    rows = [_row(place) for place in range(12)]
    _damage(
        own_database, *[f"update access_log set {edit} where id = {row}" for edit, row in zip(EDITS, rows, strict=True)]
    )
    assert _verified(heads)[0] == [f"row_edited seal {n // 3 + 1}, row {row}" for n, row in enumerate(rows)]


def test_a_missing_row_is_named(heads: Path, own_database: str) -> None:
    row = _row(7)
    _damage(own_database, f"delete from access_log where id = {row}")
    assert _verified(heads)[0] == [f"row_missing seal 3, row {row}"]


def test_a_row_put_in_later_is_named(heads: Path, own_database: str) -> None:
    copied = (
        "insert into access_log select nextval('access_log_id'), at, transaction, reference, actor, role,"
        " organisation_id, channel, purpose, action, outcome, ulns, digest, details from access_log"
    )
    _damage(own_database, f"{copied} where id = {_row(0)}")
    assert _verified(heads)[0] == [f"row_put_in seal 1, row {_row(3)}"]


def test_a_row_moved_to_another_transaction_is_missing_there_and_put_in_here(heads: Path, own_database: str) -> None:
    row, other = _row(0), _row(3)
    move = (
        f"update access_log set transaction = (select transaction from access_log where id = {other}) where id = {row}"
    )
    _damage(own_database, move)
    assert _verified(heads)[0] == [f"row_missing seal 1, row {row}", f"row_put_in seal 2, row {row}"]


def test_a_log_cut_with_its_seals_shows_in_the_exported_heads(heads: Path, own_database: str) -> None:
    _damage(
        own_database,
        "delete from access_log where transaction > (select transaction_to from service_logseal where number = 2)",
        "delete from service_logseal where number > 2",
    )
    assert _verified(None)[0] == []
    assert _verified(heads)[0] == ["log_cut seal 3", "log_cut seal 4"]


def test_a_cut_log_that_is_sealed_again_shows_in_the_exported_heads(heads: Path, own_database: str) -> None:
    _damage(
        own_database,
        "delete from access_log where transaction > (select transaction_to from service_logseal where number = 3)",
        "delete from service_logseal where number > 3",
    )
    before = heads.read_text()
    _write_and_seal(heads)
    assert heads.read_text() == before
    assert _verified(heads)[0] == ["head_differs seal 4"]


def test_a_seal_taken_out_of_the_middle_is_named(heads: Path, own_database: str) -> None:
    _damage(own_database, "delete from service_logseal where number = 2")
    damage = _verified(None)[0]
    assert damage[0] == "seal_missing seal 3"
    assert any(each.startswith("row_put_in seal 3") for each in damage)


def test_a_signature_by_another_key_is_named(heads: Path, own_database: str) -> None:
    _damage(own_database, "update service_logseal set signature = sha512('x') where number = 2")
    assert _verified(heads)[0] == ["seal_not_signed seal 2"]


def test_a_seal_rewritten_to_fit_an_edited_row_is_not_signed(heads: Path, own_database: str) -> None:
    from rollbook.service.audit.rows import chain, rows
    from rollbook.service.models import LogSeal

    row, last = _row(10), LogSeal.objects.get(number=4)
    _damage(own_database, f"update access_log set outcome = 'exact' where id = {row}")
    from django.db import transaction

    with transaction.atomic():
        digests = [each.digest for each in rows(first_transaction=last.transaction_from)]
    new = chain(bytes(last.previous), digests).hex()
    _damage(own_database, rf"update service_logseal set hash = '\x{new}' where number = 4")
    assert _verified(None)[0] == ["seal_not_signed seal 4"]


def test_seals_in_another_order_are_named(heads: Path, own_database: str) -> None:
    _damage(
        own_database,
        "update service_logseal set number = 99 where number = 2",
        "update service_logseal set number = 2 where number = 3",
        "update service_logseal set number = 3 where number = 99",
    )
    damage = _verified(None)[0]
    assert {"seal_out_of_order seal 2", "seal_not_signed seal 2", "seal_not_signed seal 3"} <= set(damage)


def test_an_epoch_that_nobody_declared_is_named(heads: Path, own_database: str) -> None:
    _damage(own_database, "insert into service_logepoch values (2, 999999, now(), 'to hide something')")
    assert _verified(heads)[0] == ["epoch_not_declared epoch 2"]


def test_an_edited_heads_file_is_named(heads: Path) -> None:
    heads.write_text(heads.read_text().replace('"rows":3', '"rows":4', 1) + "not a head\n")
    assert _verified(heads)[0] == ["head_not_signed ", "head_not_signed "]


def test_half_a_line_left_by_a_crash_is_written_again(heads: Path) -> None:
    whole = heads.read_text()
    heads.write_text(whole[:-40])
    _write_and_seal(heads)
    assert heads.read_text().startswith(whole)
    assert _verified(heads)[0] == []


def test_a_lost_heads_file_is_written_anew(heads: Path) -> None:
    whole = heads.read_text()
    heads.unlink()
    _write_and_seal(heads, rows=1)
    assert heads.read_text().startswith(whole)


@pytest.fixture
def small_seals(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda most: monkeypatch.setattr("rollbook.service.audit.seal.MOST_ROWS", most)


def test_many_rows_make_several_seals_of_whole_transactions(heads: Path, small_seals: Callable[[int], None]) -> None:
    from rollbook.service.models import LogSeal

    small_seals(4)
    for _ in range(4):
        _write()
    _write_and_seal(heads, rows=1)
    sizes = list(LogSeal.objects.filter(number__gt=4).order_by("number").values_list("rows", flat=True))
    assert sum(sizes) == 13
    assert sizes[0] == 6
    assert _verified(heads)[0] == []
