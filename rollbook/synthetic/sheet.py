"""The details of queries while errors are put into them, with a note of each error.

An error is a function of a sheet, the rows it may touch and a random generator; it changes values and notes, for each
row it really changed, what was done. Nothing is noted where a value stayed as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

Rows = npt.NDArray[np.int64]
TEXTS = (
    "given_name",
    "middle_names",
    "family_name",
    "preferred_given_name",
    "previous_family_name",
    "family_name_at_16",
    "gender",
    "postcode",
    "place_of_birth",
    "school_at_16",
    "email",
)


class Sheet:
    """Columns as arrays of objects: texts ("" for none), `date_of_birth` as dates; former values stand beside."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.size = len(frame)
        self.columns = {name: _objects(frame[name].to_list()) for name in (*TEXTS, "date_of_birth")}
        self.previous: list[str] = frame["known_previous"].to_list()
        self.preferred: list[str] = frame["known_preferred"].to_list()
        self.former_names: list[list[dict[str, str]]] = frame["former_names"].to_list()
        self.former_postcodes: list[list[str]] = frame["former_postcodes"].to_list()
        self.community: list[str] = frame["community"].to_list()
        self.notes: list[list[str]] = [[] for _ in range(self.size)]

    def texts(self, name: str) -> npt.NDArray[np.object_]:
        """One column; changes to it are changes to the sheet."""
        return self.columns[name]

    def put(self, name: str, row: int, value: str | date, note: str) -> None:
        """Change one value, with its note, unless it is the value that stands there."""
        if self.columns[name][row] != value:
            self.columns[name][row] = value
            if note not in self.notes[row]:
                self.notes[row].append(note)

    def change(self, name: str, rows: Rows, make: Callable[[str], str], note: str) -> None:
        """Put `make(value)` into those rows whose value is not empty."""
        column = self.columns[name]
        for row in rows:
            if column[row]:
                self.put(name, int(row), make(column[row]), note)

    def frame(self) -> pl.DataFrame:
        """The queries as a table, in the order of TEXTS with the birth date among them."""
        order = (*TEXTS[:6], "date_of_birth", *TEXTS[6:])
        kinds = {name: pl.Date if name == "date_of_birth" else pl.String for name in order}
        return pl.DataFrame({name: pl.Series(self.columns[name].tolist(), dtype=kinds[name]) for name in order})


Error = Callable[[Sheet, Rows, np.random.Generator], None]


def chosen(size: int, share: float, rng: np.random.Generator) -> Rows:
    """The rows that an error of this rate strikes, each independently."""
    return np.flatnonzero(rng.random(size) < share)


def pick(values: Iterable[str], rng: np.random.Generator) -> str:
    """One of several texts."""
    options = list(values)
    return options[int(rng.integers(len(options)))]


def _objects(values: list[object]) -> npt.NDArray[np.object_]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
