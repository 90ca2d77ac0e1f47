"""The database's seals against the exported heads: what was cut from the database shows in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rollbook.base.findings import Finding, Position
from rollbook.service.audit import heads
from rollbook.service.audit.signing import is_signed
from rollbook.service.models import LogEpoch, LogSeal

FIX = "Keep this database and the exported heads as evidence, and compare with a backup."


class HeadsBeside:
    """Reads the file once through, beside the seals, which come in the order of their numbers."""

    def __init__(self, path: Path, key: Ed25519PublicKey) -> None:
        self.lost = 0
        self._path, self._key = path, key
        self._epochs: dict[int, int] = {}
        self._cuts = self._declared()
        self._broken: list[Finding] = []
        self._lines = self._standing()
        self._next: tuple[int, dict[str, Any]] | None = next(self._lines, None)
        self._seen = False

    def meet(self, seal: LogSeal) -> Iterator[Finding]:
        """What the file says about this seal and about those before it that the database no longer has."""
        while self._next is not None and self._next[1]["number"] < seal.number:
            yield self._cut(self._next)
            self._step()
        if self._next is not None and self._next[1]["number"] == seal.number:
            if self._next[1]["hash"] != bytes(seal.hash).hex():
                yield _found(
                    "head_differs",
                    f"Seal {seal.number} is not the one that was exported (line {self._next[0]} of the heads).",
                    self._next[0], f"seal {seal.number}",
                )  # fmt: skip
            self._step()
        elif self._next is not None and self._seen:
            yield _found(
                "head_missing", f"Seal {seal.number} is missing from the exported heads.",
                self._next[0], f"seal {seal.number}",
            )  # fmt: skip
        yield from self._told()

    def meet_epoch(self, epoch: LogEpoch) -> Iterator[Finding]:
        """An epoch that no restore declared was begun to hide something."""
        if epoch.number > 1 and self._epochs.get(epoch.number) != epoch.first_id:
            yield _found(
                "epoch_not_declared", f"Epoch {epoch.number} was not begun by a restore.", 0, f"epoch {epoch.number}"
            )

    def end(self) -> Iterator[Finding]:
        """Heads of seals that the database does not have: the end of the log was cut."""
        while self._next is not None:
            yield self._cut(self._next)
            self._step()
        yield from self._told()

    def _step(self) -> None:
        self._seen = True
        self._next = next(self._lines, None)

    def _told(self) -> Iterator[Finding]:
        yield from self._broken
        self._broken.clear()

    def _cut(self, line: tuple[int, dict[str, Any]]) -> Finding:
        number = line[1]["number"]
        when = line[1].get("last_at")
        return _found(
            "log_cut", f"Seal {number}, with rows up to {when}, was exported and is gone from the database.",
            line[0], f"seal {number}",
        )  # fmt: skip

    def _declared(self) -> list[tuple[int, int]]:
        """(line, number) of every signed beginning of an epoch: seals above that number before it were lost."""
        cuts = []
        for at, said in heads.read(self._path):
            if said is not None and "begins" in said and self._is_signed(said):
                cuts.append((at, int(said["number"])))
                self._epochs[int(said["epoch"])] = int(said["first_id"])
        return cuts

    def _standing(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for at, said in heads.read(self._path):
            if said is None or not self._is_signed(said):
                self._broken.append(
                    _found("head_not_signed", f"Line {at} of the heads is not a head signed by this key.", at, "")
                )
            elif "begins" not in said:
                if any(at < cut_at and said["number"] > number for cut_at, number in self._cuts):
                    self.lost += 1
                else:
                    yield at, said

    def _is_signed(self, said: dict[str, Any]) -> bool:
        try:
            signature = bytes.fromhex(said["signature"])
        except (TypeError, ValueError):
            return False
        return is_signed(said, signature, self._key)


def _found(rule: str, says: str, line: int, record: str) -> Finding:
    return Finding(rule, "log_heads", says, FIX, position=Position(line=line, record=record))
