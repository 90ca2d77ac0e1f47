"""Ability to share: which changes of a learner's choice are allowed. The table of changes is data."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from rollbook.base.findings import Finding

_DATA = Path(__file__).parent / "code_sets" / "ability_to_share.toml"


def check_change(before: str, after: str, *, newer_notice: bool) -> Finding | None:
    """The finding on a change from one code to another, or None when it is allowed.

    `newer_notice` says that the learner has been given a newer notice than the one the present choice was made on.
    """
    if before == after:
        return None
    needs_newer_notice = _changes().get((before, after))
    if needs_newer_notice is None:
        return _refusal(
            after, "This change of ability to share is not allowed.", "Leave the learner's choice as it is."
        )
    if needs_newer_notice and not newer_notice:
        return _refusal(
            after,
            "The learner has chosen not to share, and has not been given a newer notice since.",
            "Give the learner the latest notice first, and record its version.",
        )
    return None


def is_wider(code: str, *, than: str) -> bool:
    """Whether a record is shared more widely under one code than under another."""
    widths = _data()["width"]
    return bool(widths[code] > widths[than])


def _changes() -> dict[tuple[str, str], bool]:
    """From and to: does it need a newer notice?"""
    return {(one["from"], one["to"]): one.get("newer_notice", False) for one in _data()["change"]}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))


def _refusal(after: str, says: str, fix: str) -> Finding:
    return Finding("ability_to_share_change", "ability_to_share", says, fix, value=after)
