"""`rollbook doctor FILE`: shows what is damaged, asks once, and writes a mended file beside the original."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from rollbook.base.errors import Conflict, NotFound, StorageFull
from rollbook.base.findings import Finding, Severity
from rollbook.cli.console import AsJson, busy, print_json
from rollbook.standards import batch_file_name, check_file
from rollbook.standards.doctor import Diagnosis, Proposal, diagnose, mend

app = typer.Typer()

_STILL_WRONG = 3  # exit code, as for input with findings
_SHOWN = 20  # findings told one by one; all of them are in --json


class Order(StrEnum):
    """What comes first in a date."""

    DAY = "day-first"
    MONTH = "month-first"


@app.command()
def doctor(
    file: Annotated[Path, typer.Argument(help="The batch file, as CSV or as a spreadsheet (.xlsx).")],
    yes: Annotated[bool, typer.Option("--yes", help="Mend without asking.")] = False,
    output: Annotated[Path | None, typer.Option(help="Where to write the mended file.")] = None,
    dates: Annotated[Order | None, typer.Option(help="How to read dates that could be read in two ways.")] = None,
    as_json: AsJson = False,
) -> None:
    """Look at a file for damage, and mend it. The original is never changed."""
    if not file.is_file():
        raise NotFound(f"There is no file {file}.", fix="Check its name and folder.")
    if not os.access(file, os.R_OK):
        raise NotFound(f"You may not read {file}.", fix="Ask its owner, or copy it where you may.")
    today = date.today()
    with busy(f"Looking at {file.name}"):
        diagnosis = diagnose(file, today=today)
    if not as_json:
        _show(diagnosis)
    choices = _choices(diagnosis, dates, may_ask=not (yes or as_json))
    mended = None
    if diagnosis.proposals and (yes or (not as_json and _agrees())):
        mended = output or _beside(file, diagnosis)
        with busy(f"Writing {mended.name}"):
            _write(file, diagnosis, mended, choices)
    elif not as_json and diagnosis.proposals:
        print("Nothing was written.")
    with busy("Checking"):
        left = _left(mended or file, diagnosis, was_mended=mended is not None, today=today)
    _tell(diagnosis, mended, left, as_json=as_json)
    if any(found.severity is Severity.ERROR for found in left) or (mended is None and not diagnosis.is_healthy):
        raise typer.Exit(_STILL_WRONG)


def _show(diagnosis: Diagnosis) -> None:
    print(f"{diagnosis.plan.layout.title} with {_counted(diagnosis.count, 'learner')}.")
    if not diagnosis.proposals:
        print("Nothing in it looks damaged.")
    for proposal in diagnosis.proposals:
        print("\n".join(map(_printable, _lines(proposal))))


def _lines(proposal: Proposal) -> Iterator[str]:
    times = f" ({proposal.count:,} times)" if proposal.count > 1 else ""
    yield ""
    yield f"{proposal.column or 'The file'}: {proposal.says}{times}"
    yield f"  {proposal.does}"
    for example in proposal.examples:
        after = " or ".join(proposal.choices) if proposal.choices else example.after
        yield f"    row {example.line}  {example.column}: {example.before} -> {after}".rstrip()


def _printable(line: str) -> str:
    """Without the characters by which a value could take over a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in line)


def _choices(diagnosis: Diagnosis, dates: Order | None, *, may_ask: bool) -> dict[str, str]:
    """An answer for each proposal that needs one: from the option, from the person, or none."""
    if dates is not None:
        return {proposal.key: dates.value for proposal in diagnosis.open_choices}
    if not may_ask:
        return {}
    return {proposal.key: answer for proposal in diagnosis.open_choices if (answer := _asked(proposal))}


def _asked(proposal: Proposal) -> str:
    question = f"\n{proposal.column}: how are the dates written ({', '.join(proposal.choices)}, or leave)"
    try:
        answer: str = typer.prompt(question, default="leave")
    except typer.Abort:
        return ""
    return answer if answer in proposal.choices else ""


def _agrees() -> bool:
    try:
        return typer.confirm("\nMend all this in a new file?", default=False)
    except typer.Abort:
        return False


def _beside(file: Path, diagnosis: Diagnosis) -> Path:
    """A name in the same folder that no file has yet: the official form if the UKPRN is known."""
    ukprn = diagnosis.plan.file.get("UKPRN", "")
    names = [f"{file.stem}-mended.CSV", *(f"{file.stem}-mended-{number}.CSV" for number in range(2, 100))]
    if len(ukprn) == 8 and ukprn.isdigit():
        names.insert(0, batch_file_name(ukprn, datetime.now()))
    return next((path for path in map(file.with_name, names) if not path.exists()), file.with_name(names[0]))


def _write(file: Path, diagnosis: Diagnosis, mended: Path, choices: dict[str, str]) -> None:
    """Write the mended file under a name that is free; nothing half-written stays behind."""
    try:
        with mended.open("xb") as out:
            try:
                mend(file, diagnosis, out, choices=choices)
            except BaseException:
                mended.unlink()
                raise
    except FileExistsError:
        raise Conflict(f"There is already a file {mended}.", fix="Name another one with --output.") from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull() from error
        says = f"{mended} cannot be written: {error.strerror}."
        raise NotFound(says, fix="Name another place with --output.") from error


def _left(file: Path, diagnosis: Diagnosis, *, was_mended: bool, today: date) -> list[Finding]:
    """What is wrong after mending. A file that could not even be read before is told by its proposals alone."""
    if not was_mended and not diagnosis.is_healthy:
        return list(diagnosis.findings)
    told = {(found.position.record, found.field) for found in diagnosis.findings}
    found_again = check_file(file, today=today, name="" if was_mended else file.name)
    return [
        *diagnosis.findings,
        *(found for found in found_again if (found.position.record, found.field) not in told),
    ]


def _tell(diagnosis: Diagnosis, mended: Path | None, left: Sequence[Finding], *, as_json: bool) -> None:
    if as_json:
        print_json(_as_dict(diagnosis, mended, left))
        return
    if mended is not None:
        print(f"\nWritten: {mended}")
    for line in _summary(left):
        print(_printable(line))


def _summary(left: Sequence[Finding]) -> Iterator[str]:
    if not left:
        return
    yield ""
    yield f"{_counted(len(left), 'finding')} left that only you can settle:"
    for found in left[:_SHOWN]:
        place = f"row {found.position.line}" if found.position.line else "the file"
        yield f"  {place}  {found.field}: {found.says} {found.fix}".replace("  :", " ").rstrip()
    if len(left) > _SHOWN:
        yield f"  ... and {len(left) - _SHOWN:,} more: {_by_rule(left[_SHOWN:])}. --json lists them all."


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _by_rule(findings: Iterable[Finding]) -> str:
    return ", ".join(f"{rule} {count:,}" for rule, count in Counter(found.rule for found in findings).most_common())


def _as_dict(diagnosis: Diagnosis, mended: Path | None, left: Sequence[Finding]) -> dict[str, Any]:
    return {
        "layout": diagnosis.plan.layout.title,
        "learners": diagnosis.count,
        "is_healthy": diagnosis.is_healthy,
        "proposals": [{"key": proposal.key, **asdict(proposal)} for proposal in diagnosis.proposals],
        "mended": str(mended) if mended else None,
        "findings": [asdict(found) for found in left],
    }
