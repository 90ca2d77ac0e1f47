"""Roles, permissions and purposes, read from their tables (`roles.toml`, `purposes.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a person or of a machine, and what it may do."""

    name: str
    says: str
    human: bool
    may: frozenset[str]
    register_staff: bool = False


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a learner is looked up, in a word or two and in a sentence, and on what legal basis."""

    code: str
    title: str
    says: str
    basis: str
    staff: bool = False


@cache
def roles() -> dict[str, Role]:
    """Every role by its name."""
    return {
        name: Role(
            name=name,
            says=row["says"],
            human=row["human"],
            may=frozenset(row["may"]),
            register_staff=row.get("register_staff", False),
        )
        for name, row in _table("roles.toml")["role"].items()
    }


@cache
def permissions() -> dict[str, str]:
    """Every permission with its sentence."""
    return dict(_table("roles.toml")["permission"])


@cache
def purposes() -> dict[str, Purpose]:
    """Every purpose by its code."""
    return {
        code: Purpose(
            code=code, title=row["title"], says=row["says"], basis=row["basis"], staff=row.get("staff", False)
        )
        for code, row in _table("purposes.toml").items()
    }


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))
