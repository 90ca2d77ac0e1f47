"""A backup, more registrations, and a restore: everything is back and no number is ever given twice."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from rollbook.base.errors import Conflict, SetupMissing, Unreadable, UserError
from rollbook.service.models import AccessLog, IssuedNumber, Learner, LogEpoch, NumberRange
from rollbook.service.moving.backup import backup
from rollbook.service.moving.restore import Choice, restore

Register = Callable[[], int]
Move = Callable[[], str]


@pytest.fixture
def saved(
    folder: Path, heads: Path, register_one: Register, seal_all: Callable[[], None]
) -> tuple[Path, list[int], list[int]]:
    """A backup of a register of two learners, who got two more after it: (file, before, after)."""
    before = [register_one(), register_one()]
    backup(folder / "saved", heads_from=heads)
    after = [register_one(), register_one()]
    seal_all()
    return folder / "saved", before, after


def _issued(folder: Path) -> Path:
    return folder / "numbers-issued.jsonl"


def test_everything_is_back_and_numbers_used_since_stay_used(
    saved: tuple[Path, list[int], list[int]], folder: Path, heads: Path, to_an_empty_database: Move
) -> None:
    file, before, after = saved
    to_an_empty_database()
    done = restore(file, Choice(numbers_issued=_issued(folder)), heads_to=heads)
    assert set(Learner.objects.values_list("pk", flat=True)) == set(before)
    assert set(IssuedNumber.objects.filter(source="reserved").values_list("pk", flat=True)) == set(after)
    assert (done.reserved, done.closed, done.damage) == (2, (), ())


def test_no_number_used_since_can_be_drawn_again(
    saved: tuple[Path, list[int], list[int]], folder: Path, heads: Path, to_an_empty_database: Move,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from itertools import islice

    from rollbook.service.actions.learners import writing

    file, before, after = saved
    to_an_empty_database()
    restore(file, Choice(numbers_issued=_issued(folder)), heads_to=heads)
    monkeypatch.setattr(writing, "draw", lambda ranges, below: iter([*before, *after, 1000000000, 9900000055] * 99))
    assert set(islice(writing.draw_numbers(), 2)).isdisjoint([*before, *after])


def test_closed_ranges_give_no_number(
    saved: tuple[Path, list[int], list[int]], heads: Path, to_an_empty_database: Move, register_one: Register
) -> None:
    to_an_empty_database()
    done = restore(saved[0], Choice(close_ranges=True), heads_to=heads)
    assert done.closed == ("demo",)
    with pytest.raises(SetupMissing, match="range"):
        register_one()


def test_another_range_can_be_opened_and_numbers_come_from_it(
    saved: tuple[Path, list[int], list[int]], heads: Path, to_an_empty_database: Move, register_one: Register
) -> None:
    to_an_empty_database()
    restore(saved[0], Choice(close_ranges=True, open_range="authority"), heads_to=heads)
    opened = NumberRange.objects.get(name="authority")
    assert opened.first <= register_one() <= opened.last


def test_the_log_goes_on_in_a_new_epoch_and_verifies_with_the_heads_that_were_kept(
    saved: tuple[Path, list[int], list[int]], folder: Path, heads: Path, to_an_empty_database: Move,
    register_one: Register, seal_all: Callable[[], None],
) -> None:  # fmt: skip
    from rollbook.service.audit.signing import public_key
    from rollbook.service.audit.verify import Counts, verify

    to_an_empty_database()
    restore(saved[0], Choice(numbers_issued=_issued(folder)), heads_to=heads)
    highest = max(AccessLog.objects.values_list("id", flat=True))
    register_one()
    seal_all()
    counts = Counts()
    assert list(verify(key=public_key(), heads=heads, counts=counts)) == []
    assert counts.lost_to_restores > 0
    assert LogEpoch.objects.count() == 2
    assert max(AccessLog.objects.values_list("id", flat=True)) > highest


def test_a_second_restore_of_the_same_backup_verifies_too(
    saved: tuple[Path, list[int], list[int]], folder: Path, heads: Path, to_an_empty_database: Move,
    register_one: Register, seal_all: Callable[[], None],
) -> None:  # fmt: skip
    file, _, after = saved
    to_an_empty_database()
    restore(file, Choice(numbers_issued=_issued(folder)), heads_to=heads)
    since = register_one()
    seal_all()
    to_an_empty_database()
    done = restore(file, Choice(numbers_issued=_issued(folder)), heads_to=heads)
    assert done.damage == ()
    assert set(IssuedNumber.objects.filter(source="reserved").values_list("pk", flat=True)) == {*after, since}


def test_a_restore_on_another_machine_takes_the_heads_from_the_backup(
    saved: tuple[Path, list[int], list[int]], tmp_path: Path, to_an_empty_database: Move
) -> None:
    to_an_empty_database()
    elsewhere = tmp_path / "elsewhere" / "log-heads.jsonl"
    done = restore(saved[0], Choice(close_ranges=True), heads_to=elsewhere)
    assert done.damage == ()
    assert elsewhere.exists()


def test_the_application_has_its_rights_again_and_no_more(
    saved: tuple[Path, list[int], list[int]], heads: Path, to_an_empty_database: Move
) -> None:
    to_an_empty_database()
    restore(saved[0], Choice(close_ranges=True), heads_to=heads)
    rights = "select has_table_privilege('rollbook_app', %s, %s)"
    with connection.cursor() as cursor:
        cursor.execute("create table made_later (n int)")
        for table, right, expected in (
            ("service_learner", "update", True), ("made_later", "insert", True), ("access_log", "update", False),
            ("service_issuednumber", "delete", False),
        ):  # fmt: skip
            cursor.execute(rights, [table, right])
            assert cursor.fetchone()[0] is expected, (table, right)


def test_a_restore_without_word_of_the_numbers_is_refused() -> None:
    with pytest.raises(UserError, match="--close-ranges"):
        Choice()


def test_a_backup_is_its_owners_only(saved: tuple[Path, list[int], list[int]], folder: Path) -> None:
    assert stat.S_IMODE(saved[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(_issued(folder).stat().st_mode) == 0o600


def test_a_backup_is_not_written_over_another(saved: tuple[Path, list[int], list[int]]) -> None:
    with pytest.raises(UserError, match="already"):
        backup(saved[0])


def test_a_backup_holds_no_key(saved: tuple[Path, list[int], list[int]]) -> None:
    from rollbook.service.keys import signing_key_bytes

    with zipfile.ZipFile(saved[0]) as archive:
        assert set(archive.namelist()) == {"database.dump", "log-heads.jsonl", "manifest.json"}
        assert not any(signing_key_bytes() in archive.read(name) for name in archive.namelist())


def test_a_database_that_is_not_empty_is_left_alone(saved: tuple[Path, list[int], list[int]], heads: Path) -> None:
    before = Learner.objects.count()
    with pytest.raises(Conflict, match="not empty"):
        restore(saved[0], Choice(close_ranges=True), heads_to=heads)
    assert Learner.objects.count() == before


def test_a_backup_cut_short_is_refused(saved: tuple[Path, list[int], list[int]], tmp_path: Path, heads: Path) -> None:
    cut = tmp_path / "cut"
    cut.write_bytes(saved[0].read_bytes()[:-200])
    with pytest.raises(Unreadable, match="whole backup"):
        restore(cut, Choice(close_ranges=True), heads_to=heads)


def test_a_changed_manifest_is_refused(saved: tuple[Path, list[int], list[int]], tmp_path: Path, heads: Path) -> None:
    changed = tmp_path / "changed"
    with zipfile.ZipFile(saved[0]) as old, zipfile.ZipFile(changed, "w") as new:
        said = json.loads(old.read("manifest.json"))
        said["counts"]["learners"] += 1
        new.writestr("manifest.json", json.dumps(said))
        new.writestr("database.dump", old.read("database.dump"))
    with pytest.raises(Unreadable, match="not signed"):
        restore(changed, Choice(close_ranges=True), heads_to=heads)


def test_heads_of_another_register_are_not_gone_on_with(
    saved: tuple[Path, list[int], list[int]], tmp_path: Path, to_an_empty_database: Move
) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text('{"number":1,"epoch":1,"hash":"00","signature":"00"}\n')
    to_an_empty_database()
    with pytest.raises(Conflict, match="do not belong"):
        restore(saved[0], Choice(close_ranges=True), heads_to=other)


def test_nobody_works_with_a_restore_that_was_interrupted(
    saved: tuple[Path, list[int], list[int]], heads: Path, to_an_empty_database: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rollbook.cli.service import require_migrated
    from rollbook.service.moving import restore as module

    to_an_empty_database()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "begin_epoch", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(saved[0], Choice(close_ranges=True), heads_to=heads)
    with pytest.raises(SetupMissing, match="interrupted"):
        require_migrated()
    with pytest.raises(Conflict, match="not finished"):
        restore(saved[0], Choice(close_ranges=True), heads_to=heads)
