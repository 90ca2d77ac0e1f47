"""What reading a file gives: the values of the file itself, and its records one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType

from rollbook.base.findings import Finding, Position
from rollbook.standards.layouts import Layout


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number among its kind (from 1), the line it begins on, its values by heading, as written."""

    number: int
    line: int
    values: dict[str, str]
    findings: tuple[Finding, ...] = ()
    kind: str = "learner"

    @property
    def position(self) -> Position:
        """Where it stands: line, and path such as `learner 3`."""
        return Position(self.line, f"{self.kind} {self.number}")


@dataclass(slots=True)
class Reading:
    """A file that is open for reading. Iterate over it once; close it, or use it in a `with`.

    `file` holds the values of the file's own table. `findings` are about the file as a whole; those about its count
    are there when the last record has been read. `count` is the number of records read so far.
    """

    layout: Layout
    encoding: str
    newline: str
    separator: str
    file: dict[str, str]
    findings: list[Finding]
    records: Iterator[Record]
    close: Callable[[], None]
    count: int = field(default=0)

    def __iter__(self) -> Iterator[Record]:
        return self.records

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
