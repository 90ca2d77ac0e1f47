"""Which rules there are to try, and in which version each is tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rollbook.base.errors import SetupMissing
from rollbook.standards.layouts import folder_of, library_files
from rollbook.standards.rules.loading import in_force, load_rules, rule_files
from rollbook.standards.rules.rule import Rule, plain_code
from rollbook.standards.tables import version_key


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule and the version its examples are written in: the first it holds for that has a valid record."""

    standard: str
    version: str
    rule: Rule

    def __str__(self) -> str:
        return f"{self.standard} {self.version} {self.rule.code} {self.rule.table}"


def tried_rules(*codes: str, faults: list[str] | None = None) -> Iterator[Tried]:
    """Every entry of every rule of the library, or those of these codes.

    A file that cannot be read is passed over, so that others can be tried; what is wrong with it goes to `faults`.
    """
    wanted = {plain_code(code) for code in codes}
    for standard in sorted({path.parent.parent.name for path in library_files("*/rules/*.toml")}):
        versions = _versions(standard)
        for rule in _readable(standard, faults if faults is not None else []):
            version = next((one for one in versions if in_force(rule, one)), "")
            if version and (not wanted or plain_code(rule.code) in wanted):
                yield Tried(standard, version, rule)


def _readable(standard: str, faults: list[str]) -> Iterator[Rule]:
    for path in rule_files(standard):
        try:
            yield from load_rules(path)
        except SetupMissing as error:
            faults.append(str(error))


def _versions(standard: str) -> list[str]:
    """The versions with a valid record, the oldest first: examples are written for the year a rule was held in."""
    found = {path.stem for path in (folder_of(standard) / "valid").glob("*.toml")}
    return sorted(found, key=version_key)
