"""Reading people from a CSV file (or Parquet), with a clear sentence for every file that cannot be used."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rollbook.base.errors import InvalidInput, Unreadable
from rollbook.base.findings import Finding, Position
from rollbook.matching.bulk.people import IDENTIFIERS

# The columns that are compared, beside former names and postcodes; any may be missing. Others are left alone.
DETAILS = (
    "given_name",
    "middle_names",
    "family_name",
    "preferred_given_name",
    "previous_family_name",
    "family_name_at_16",
    "date_of_birth",
    "gender",
    "postcode",
    "place_of_birth",
    "school_at_16",
    "email",
    *IDENTIFIERS,
)
_CHUNK = 1 << 24
_DATE = r"^\d{4}-\d{2}-\d{2}$"
_COMPACT = r"^(\d{4})(\d{2})(\d{2})$"


def read_people(path: Path) -> pl.DataFrame:
    """The people of a file, every value a text; headers in any case.

    Raises Unreadable when it is no such file, InvalidInput when ids are missing or occur twice.
    """
    frame = _read(path)
    frame = frame.rename({name: name.strip().lower().replace(" ", "_") for name in frame.columns})
    _check_columns(frame, path)
    _check_ids(frame, path)
    if frame.schema.get("date_of_birth") == pl.String:
        frame = frame.with_columns(pl.col("date_of_birth").str.strip_chars().str.replace(_COMPACT, "${1}-${2}-${3}"))
    return frame.with_columns(_lists(frame))


def _lists(frame: pl.DataFrame) -> list[pl.Expr]:
    """Former postcodes and names, which stand in one cell of a text file: parted by `;`, a name as `given|family`."""
    texts = [name for name in ("former_postcodes", "former_names") if frame.schema.get(name) == pl.String]
    parts = {name: pl.col(name).fill_null("").str.split(";").list.eval(_NOT_EMPTY) for name in texts}
    if "former_names" in parts:
        fields = pl.element().str.split_exact("|", 1).struct.rename_fields(["given_name", "family_name"])
        parts["former_names"] = parts["former_names"].list.eval(fields)
    return [part.alias(name) for name, part in parts.items()]


_NOT_EMPTY = pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != "")


def unread_dates(frame: pl.DataFrame) -> list[int]:
    """Line numbers of birth dates that are given and are no dates; these people are compared without one."""
    if frame.schema.get("date_of_birth") != pl.String:
        return []
    dates = frame["date_of_birth"].fill_null("")
    read = dates.str.to_date("%Y-%m-%d", strict=False).is_not_null() & dates.str.contains(_DATE)
    return [row + 2 for row in (~read & (dates != "")).arg_true().to_list()]


def _read(path: Path) -> pl.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        _check_bytes(path)
        return pl.read_csv(path, infer_schema=False)
    except (OSError, IsADirectoryError) as error:
        raise Unreadable(
            f"{path} cannot be opened: {error.strerror or 'it is not a file'}.", fix="Check its name."
        ) from error
    except pl.exceptions.NoDataError as error:
        raise Unreadable(f"{path} is empty.", fix=_WANTED) from error
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise Unreadable(
            f"{path} is not a CSV file in UTF-8 with the same number of columns in every row.", fix=_WANTED
        ) from error


_WANTED = "Give a CSV file whose first row names the columns: id, given_name, family_name, date_of_birth, ..."


def _check_bytes(path: Path) -> None:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if b"\0" in chunk:
                raise Unreadable(
                    f"{path} holds NUL bytes: it is no text file, or was damaged, or is UTF-16.",
                    fix="Save it as CSV in UTF-8.",
                )


def _check_columns(frame: pl.DataFrame, path: Path) -> None:
    if "id" not in frame.columns:
        raise Unreadable(f"{path} has no column `id`.", fix=_WANTED)
    if not set(DETAILS) & set(frame.columns):
        raise Unreadable(f"{path} has no column that could be compared.", fix=_WANTED)
    if not len(frame):
        raise Unreadable(f"{path} has column names but no people.", fix="Check that it is the file you meant.")


def _check_ids(frame: pl.DataFrame, path: Path) -> None:
    ids = frame["id"].cast(pl.String).fill_null("").str.strip_chars()
    rows = (ids == "").arg_true().to_list()
    says, fix = "The row has no id.", "Give every row an id of its own."
    if not rows:
        rows = (~ids.is_first_distinct()).arg_true().to_list()
        says = "The id stands in an earlier row as well."
    if rows:
        findings = [
            Finding("id", "id", f"Line {row + 2}: {says}", position=Position(line=row + 2)) for row in rows[:10]
        ]
        raise InvalidInput(findings, f"{path}: {len(rows):,} rows cannot be told apart.", fix=fix)
