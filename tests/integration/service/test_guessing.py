"""Wrong guesses, counted in the database: for all processes together, and for all threads at once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from rollbook.base.errors import NotAllowed, TooOften
from rollbook.service.actions.signing_in import guessing
from rollbook.service.models import AccessLog, WrongGuess
from tests.integration.register.conftest import at_once

__all__ = ["at_once"]

TWICE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "rollbook.service.settings"
import django
django.setup()
from django.db import connection
from rollbook.service.actions.signing_in import guessing
for _ in range(2):
    guessing.wrong("Somebody@Example.org", factor="password")
"""


def test_a_lock_is_shared_by_two_processes(own_database):
    environment = {**os.environ, "DATABASE_URL": own_database, "DATABASE_OWNER_URL": own_database}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", TWICE], env=environment, check=True)
    with pytest.raises(TooOften, match="locked"):
        guessing.wrong("somebody@example.org", factor="password")
    with pytest.raises(TooOften):
        guessing.refuse_locked("somebody@example.org ")


def test_guesses_at_the_same_moment_are_all_counted(own_database, at_once):
    def guess() -> None:
        guessing.wrong("somebody@example.org", factor="password")

    at_once([guess] * 4)
    assert WrongGuess.objects.get().times == 4


def test_guesses_long_ago_do_not_count(db):
    for _ in range(4):
        guessing.wrong("somebody@example.org", factor="password")
    WrongGuess.objects.update(since="2020-01-01T00:00Z")
    guessing.wrong("somebody@example.org", factor="password")
    assert WrongGuess.objects.get().times == 1


def test_neither_the_table_nor_the_log_holds_the_address(db):
    guessing.wrong("somebody@example.org", factor="password")
    assert b"somebody" not in bytes(WrongGuess.objects.get().key)
    row = AccessLog.objects.get()
    assert (row.actor, row.action, row.outcome, row.details) == ("nobody", "sign_in", "refused", {"factor": "password"})


def test_only_who_has_the_right_unlocks(db, caller):
    with pytest.raises(NotAllowed):
        guessing.unlock("somebody@example.org", by=caller("register"))


def test_old_counts_are_swept_out(db):
    guessing.wrong("somebody@example.org", factor="password")
    assert guessing.forget_old() == 0
    WrongGuess.objects.update(since="2020-01-01T00:00Z")
    assert guessing.forget_old() == 1
