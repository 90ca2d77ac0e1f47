"""`rollbook check FILE...`: checks files of any standard and says what to mend. Needs no database and no server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from rollbook.base.errors import InvalidInput, NotFound, RollbookError, answer_for
from rollbook.cli.console import AsJson, busy
from rollbook.cli.reference_folder import Folder, lacking_in_shell, reference_folder
from rollbook.cli.without_number import save_without_number

if TYPE_CHECKING:  # loaded for a check only, so that help comes at once
    from rollbook.standards import CheckResult
    from rollbook.standards.loaded import Loaded

app = typer.Typer()

EXIT_CODES = {"error": answer_for(InvalidInput([])).exit_code, "query": 21, "warning": 20}


@dataclass(frozen=True, slots=True)
class Wanted:
    """How files are checked, and where the reports on them go; a folder when there are many files."""

    today: date
    as_collected: bool
    return_period: int | None
    as_json: bool
    html: Path | None
    csv: Path | None
    violations: Path | None
    batch: Path | None
    against: Path | None
    reference: Path


@dataclass(frozen=True, slots=True)
class Told:
    """What one file's check comes to: its text for the terminal, and an exit code."""

    text: str
    exit_code: int
    failed: str = ""


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="ILR, CTF, School Census, LRS batch files, zipped or not.")],
    as_json: AsJson = False,
    html: Annotated[Path | None, typer.Option(help="Write a report as one page; a folder for several files.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the findings as CSV; a folder for several files.")] = None,
    violations: Annotated[Path | None, typer.Option(help="Write the department's own report (ILR).")] = None,
    without_number: Annotated[
        Path | None, typer.Option(help="Write those without a number as an LRS batch file; `.` names it itself (ILR).")
    ] = None,
    as_collected: Annotated[
        bool, typer.Option(help="Leave learners with field errors out of the rules, as the collection does.")
    ] = False,
    return_period: Annotated[int | None, typer.Option(min=1, max=14, help="The return: 1 for R01, 14 for R14.")] = None,
    against: Annotated[Path | None, typer.Option(help="An earlier file: who is gone, changed, has vanished.")] = None,
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to check on.")] = None,
    reference: Folder = None,
) -> None:
    """Check files and say what is wrong, why, and how to mend it. Nothing leaves this machine; nothing is changed."""
    wanted = Wanted(
        today=today.date() if today else date.today(),
        as_collected=as_collected,
        return_period=return_period,
        as_json=as_json,
        html=html,
        csv=csv,
        violations=violations,
        batch=without_number,
        against=against,
        reference=reference_folder(reference),
    )
    many = len(files) > 1
    for folder in (html, csv, violations, without_number) if many else ():
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    told = _check_all(files, wanted) if many else [_check_one(files[0], wanted, in_folder=False)]
    for place, one in enumerate(told):
        if one.failed:
            print(one.failed, file=sys.stderr)
        print("\n" * bool(place and not as_json) + one.text, end="")
    worst = max((one.exit_code for one in told), key=_rank, default=0)
    if worst:
        raise typer.Exit(worst)


def _rank(code: int) -> int:
    """Failures are worse than findings, errors than queries, queries than warnings."""
    order = [0, EXIT_CODES["warning"], EXIT_CODES["query"], EXIT_CODES["error"]]
    return order.index(code) if code in order else len(order)


def _check_all(files: Sequence[Path], wanted: Wanted) -> list[Told]:
    """Check many files side by side: each is checked alone, so each is a task of its own."""
    with busy(f"Checking {len(files)} files"), ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        return list(workers.map(_check_in_folder, files, [wanted] * len(files)))


def _check_in_folder(file: Path, wanted: Wanted) -> Told:
    return _check_one(file, wanted, in_folder=True)


def _check_one(file: Path, wanted: Wanted, *, in_folder: bool) -> Told:
    from rollbook.standards import reports
    from rollbook.standards.checking import check_loaded
    from rollbook.standards.held_references import held_references
    from rollbook.standards.lacking import told_here
    from rollbook.standards.reading import read

    try:
        with ExitStack() as signs:
            if not in_folder:
                signs.enter_context(busy(f"Checking {file.name}"))
            loaded = read(file)
            checked = check_loaded(
                loaded,
                today=wanted.today,
                references=held_references(wanted.reference, loaded.layout.standard),
                as_collected=wanted.as_collected,
                return_period=wanted.return_period,
            )
            checked = told_here(checked, lacking_in_shell(loaded.layout.standard))
            before = _held_against(loaded, checked, wanted) if wanted.against else None
            if before:
                checked = before[0]
            _write_reports(checked, loaded, file, wanted, in_folder=in_folder)
            unnumbered = save_without_number(loaded, wanted.batch, wanted.today, in_folder=in_folder)
    except RollbookError as error:
        return Told("", answer_for(error).exit_code, f"{file.name}: {error.message} {error.fix}".strip())
    text = StringIO()
    if wanted.as_json:
        reports.write_json(checked, text)
    else:
        text.writelines(f"{line}\n" for line in reports.text_lines(checked))
        text.write(f"{before[1]}\n" if before else "")
        text.writelines(f"{line}\n" for line in unnumbered)
    seen = {str(severity) for severity in checked.by_severity}
    worst = next((severity for severity in EXIT_CODES if severity in seen), "")
    return Told(text.getvalue(), EXIT_CODES.get(worst, 0))


def _held_against(loaded: Loaded, checked: CheckResult, wanted: Wanted) -> tuple[CheckResult, str]:
    """The check with what an earlier file adds to it, and a sentence on what has moved since."""
    import pyarrow as pa

    from rollbook.standards.against import against, moved
    from rollbook.standards.checking import check_loaded
    from rollbook.standards.held_references import held_references
    from rollbook.standards.reading import read

    assert wanted.against is not None
    earlier = read(wanted.against)
    before = check_loaded(
        earlier,
        today=wanted.today,
        references=held_references(wanted.reference, earlier.layout.standard),
        as_collected=wanted.as_collected,
    )
    change = moved(checked.table, before.table)
    says = f"Since {wanted.against.name}: {change.new:,} findings are new and {change.cleared:,} are cleared."
    return replace(checked, table=pa.concat_tables([checked.table, against(loaded, earlier)])), says


def _write_reports(checked: CheckResult, loaded: Loaded, file: Path, wanted: Wanted, *, in_folder: bool) -> None:
    from rollbook.standards import reports

    kinds: list[tuple[Path | None, str, Callable[[TextIO], None]]] = [
        (wanted.html, ".html", lambda out: reports.write_html(checked, out)),
        (wanted.csv, ".csv", lambda out: reports.write_csv(checked, out)),
        (wanted.violations, ".violations.csv", lambda out: reports.write_violations(checked, loaded, out)),
    ]
    for place, ending, write in kinds:
        if place is not None:
            path = place / f"{file.stem}{ending}" if in_folder else place
            try:
                with path.open("w", encoding="utf-8", newline="") as out:
                    write(out)
            except OSError as error:
                says = f"{path.name} cannot be written: {error.strerror}."
                raise NotFound(says, fix="Name another place for the report.") from error
