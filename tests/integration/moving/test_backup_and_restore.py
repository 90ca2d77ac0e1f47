"""A backup, more registrations, and a restore: everything is back and no number is ever given twice."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from rollbook.base.errors import Conflict, SetupMissing, Unreadable, UserError
from rollbook.service.audit.signing import public_key
from rollbook.service.audit.verify import Counts, verify
from rollbook.service.models import AccessLog, IssuedNumber, Learner, LogEpoch, NumberRange
from rollbook.service.moving.backup import backup
from rollbook.service.moving.restore import Choice, restore

Register = Callable[[], int]


def test_everything_is_back_and_numbers_used_since_stay_used(
    saved: Any, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rollbook.service.actions.learners import writing

    done = restore(saved.file, Choice(numbers_issued=saved.numbers), heads_to=saved.heads)
    assert set(Learner.objects.values_list("pk", flat=True)) == set(saved.before)
    assert set(IssuedNumber.objects.filter(source="reserved").values_list("pk", flat=True)) == set(saved.after)
    assert (done.reserved, done.closed, done.damage) == (2, (), ())
    used = [*saved.before, *saved.after]
    monkeypatch.setattr(writing, "draw", lambda ranges, below: iter([*used, 1000000000, 9900000055] * 99))
    assert set(islice(writing.draw_numbers(), 2)).isdisjoint(used)


def test_closed_ranges_give_no_number_and_another_can_be_opened(
    saved: Any, empty_database: str, register_one: Register
) -> None:
    from rollbook.service.moving.numbers import open_range

    done = restore(saved.file, Choice(close_ranges=True), heads_to=saved.heads)
    assert done.closed == ("demo",)
    with pytest.raises(SetupMissing, match="range"):
        register_one()
    with pytest.raises(UserError, match="unused range"):
        open_range("demo")
    open_range("authority")
    opened = NumberRange.objects.get(name="authority")
    assert opened.first <= register_one() <= opened.last


def test_the_log_goes_on_in_a_new_epoch_and_verifies_with_the_heads_that_were_kept(
    saved: Any, empty_database: str, register_one: Register, seal_log: Callable[[], None]
) -> None:
    lost = max(json.loads(line).get("last_id", 0) for line in saved.heads.read_text().splitlines())
    restore(saved.file, Choice(numbers_issued=saved.numbers), heads_to=saved.heads)
    register_one()
    seal_log()
    counts = Counts()
    assert list(verify(key=public_key(), heads=saved.heads, counts=counts)) == []
    assert counts.lost_to_restores > 0
    assert list(AccessLog.objects.filter(id__gt=lost).values_list("action", flat=True)) == ["restore", "register"]
    assert LogEpoch.objects.count() == 2


def test_transactions_go_on_beyond_those_that_were_lost_so_that_a_feed_misses_nothing(
    saved: Any, empty_database: str
) -> None:
    from rollbook.service.readers.feed import _horizon

    lost = max(json.loads(line)["transaction_to"] for line in saved.heads.read_text().splitlines())
    restore(saved.file, Choice(numbers_issued=saved.numbers), heads_to=saved.heads)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into service_change (kind, uln, fields, at) values ('linked', 1000000000, '{}', now())"
            " returning transaction"
        )
        made = cursor.fetchone()[0]
    assert made > lost + 1_000_000
    assert _horizon() > lost + 1_000_000


def test_a_second_restore_of_the_same_backup_verifies_and_keeps_every_number_used(
    saved: Any, empty_database: str, register_one: Register, seal_log: Callable[[], None],
    other_database: Callable[..., AbstractContextManager[str]],
) -> None:  # fmt: skip
    choice = Choice(numbers_issued=saved.numbers)
    restore(saved.file, choice, heads_to=saved.heads)
    since = register_one()
    seal_log()
    with other_database(empty=True):
        done = restore(saved.file, choice, heads_to=saved.heads)
        assert done.damage == ()
        reserved = set(IssuedNumber.objects.filter(source="reserved").values_list("pk", flat=True))
    assert reserved == {*saved.after, since}


def test_a_lost_learner_comes_back_with_the_number_that_was_kept(
    saved: Any, empty_database: str, tmp_path: Path
) -> None:
    from rollbook.service.actions.load import load

    restore(saved.file, Choice(numbers_issued=saved.numbers), heads_to=saved.heads)
    file = tmp_path / "lost.csv"
    file.write_text(f"uln,given_name,family_name,date_of_birth\n{saved.after[0]},Cordelia,Vanterpool,1987-11-30\n")
    assert load(file).learners == 1
    assert len(load(file).conflicts) == 1


def test_another_machine_takes_the_heads_from_the_backup_and_gives_the_application_its_rights(
    saved: Any, empty_database: str, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere" / "log-heads.jsonl"
    assert restore(saved.file, Choice(close_ranges=True), heads_to=elsewhere).damage == ()
    assert elsewhere.exists()
    with connection.cursor() as cursor:
        cursor.execute("create table made_later (n int)")
        for table, right, expected in (
            ("service_learner", "update", True), ("made_later", "insert", True), ("access_log", "update", False),
            ("service_issuednumber", "delete", False),
        ):  # fmt: skip
            cursor.execute("select has_table_privilege('rollbook_app', %s, %s)", [table, right])
            assert cursor.fetchone()[0] is expected, (table, right)


def test_a_restore_without_word_of_the_numbers_is_refused() -> None:
    with pytest.raises(UserError, match="--close-ranges"):
        Choice()


def test_a_backup_and_the_numbers_are_their_owners_only(saved: Any) -> None:
    assert stat.S_IMODE(saved.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(saved.numbers.stat().st_mode) == 0o600


def test_a_backup_is_not_written_over_another(saved: Any) -> None:
    with pytest.raises(UserError, match="already"):
        backup(saved.file)


def test_a_backup_holds_no_key(saved: Any) -> None:
    from rollbook.service.keys import signing_key_bytes

    with zipfile.ZipFile(saved.file) as archive:
        assert set(archive.namelist()) == {"database.dump", "log-heads.jsonl", "manifest.json"}
        assert not any(signing_key_bytes() in archive.read(name) for name in archive.namelist())


def test_a_database_that_is_not_empty_is_left_alone(saved: Any, own_database: str) -> None:
    with pytest.raises(Conflict, match="not empty"):
        restore(saved.file, Choice(close_ranges=True), heads_to=saved.heads)
    assert LogEpoch.objects.count() == 1


def test_a_backup_cut_short_is_refused(saved: Any, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    cut.write_bytes(saved.file.read_bytes()[:-200])
    with pytest.raises(Unreadable, match="whole backup"):
        restore(cut, Choice(close_ranges=True), heads_to=saved.heads)


def test_a_changed_backup_is_refused(saved: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved.file) as old:
        manifest, dump = old.read("manifest.json"), old.read("database.dump")
    for changed in (manifest.replace(b'"learners": 2', b'"learners": 3'), manifest):
        file = tmp_path / "changed"
        with zipfile.ZipFile(file, "w") as new:
            new.writestr("manifest.json", changed)
            new.writestr("database.dump", dump + b"more")
        with pytest.raises(Unreadable, match=r"not signed|damaged"):
            restore(file, Choice(close_ranges=True), heads_to=saved.heads)


def test_heads_of_another_register_are_not_gone_on_with(saved: Any, tmp_path: Path, empty_database: str) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text('{"number":1,"epoch":1,"hash":"00","signature":"00"}\n')
    with pytest.raises(Conflict, match="do not belong"):
        restore(saved.file, Choice(close_ranges=True), heads_to=other)


def test_nobody_works_with_a_restore_that_was_interrupted(
    saved: Any, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rollbook.cli.service import require_migrated
    from rollbook.service.moving import restore as module

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "begin_epoch", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(saved.file, Choice(close_ranges=True), heads_to=saved.heads)
    with pytest.raises(SetupMissing, match="interrupted"):
        require_migrated()
    with pytest.raises(Conflict, match="not finished"):
        restore(saved.file, Choice(close_ranges=True), heads_to=saved.heads)


@pytest.mark.parametrize("text", ["123", "9999999999", "names", '{"numbers": 7}', "{"])
def test_a_file_that_holds_no_numbers_is_refused(tmp_path: Path, db: None, text: str) -> None:
    from rollbook.service.moving.numbers import reserve

    file = tmp_path / "numbers"
    file.write_text(text)
    with pytest.raises(Unreadable):
        reserve(file)
