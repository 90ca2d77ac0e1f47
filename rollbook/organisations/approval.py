"""What is asked of an organisation before it takes part, read from `approval.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at before approval: what it is about, and what to do."""

    code: str
    says: str
    asks: str


@cache
def checks() -> dict[str, Check]:
    """Every check by its code, in the order in which they are done."""
    return {code: Check(code, **row) for code, row in _table()["check"].items()}


@cache
def kinds() -> Mapping[str, str]:
    """The kinds of organisation that may apply, with their words."""
    return dict(_table()["kind"])


@cache
def most_repeats() -> int:
    """How many further applications for one UKPRN are kept."""
    return int(_table()["limits"]["repeats"])


@cache
def most_text() -> int:
    """Longest free text of an application or a check, in characters."""
    return int(_table()["limits"]["most_text"])


def missing_checks(passed: Collection[str]) -> list[str]:
    """The checks that still stand between an organisation and its approval."""
    return [code for code in checks() if code not in passed]


def is_shared_mailbox(email: str) -> bool:
    """Whether an address belongs to nobody in particular, such as info@ or office@."""
    return email.partition("@")[0].strip().lower() in _table()["mailbox"]["shared"]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("approval.toml").read_text("utf-8"))
