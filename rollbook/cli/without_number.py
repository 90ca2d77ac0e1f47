"""What `rollbook check --without-number` writes: the learners of a return who have no number yet, as a batch file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rollbook.base.errors import NotFound, UserError

if TYPE_CHECKING:
    from rollbook.standards.loaded import Loaded
    from rollbook.standards.without_number import WithoutNumber


def save_without_number(loaded: Loaded, place: Path | None, today: date, *, in_folder: bool) -> list[str]:
    """Write the batch file, in a folder under its own name, and tell what stands in it and who lacks what.

    Nothing is written where everybody has a number, or where the file does not hold what the register asks: then it is
    told why. NotFound when it cannot be written there.
    """
    if place is None:
        return []
    try:
        return _saved(loaded, place, today, in_folder=in_folder)
    except NotFound:
        raise
    except UserError as error:  # a file that makes no batch file is checked all the same
        return [f"{error.message} {error.fix}"]


def _saved(loaded: Loaded, place: Path, today: date, *, in_folder: bool) -> list[str]:
    from rollbook.standards.without_number import batch_name, without_number, write_without_number

    learners = without_number(loaded, today=today)
    if not learners:
        return ["Every learner has a number."]
    now = datetime.now()
    path = place / batch_name(loaded, now) if in_folder or place.is_dir() else place
    try:
        with path.open("wb") as out:
            write_without_number(learners, loaded, out, now=now)
    except OSError as error:
        says = f"{path.name} cannot be written: {error.strerror}."
        raise NotFound(says, fix="Name another place for the batch file.") from error
    return [*_told(learners, path)]


def _told(learners: tuple[WithoutNumber, ...], path: Path) -> list[str]:
    several = "1 learner has" if len(learners) == 1 else f"{len(learners):,} learners have"
    first = f"{several} no number yet. {path.name} asks the register for them: `rollbook batch send {path.name}`."
    lacking = [one for one in learners if one.lacks]
    told = [f"  {one.reference}: {' '.join(lack.says for lack in one.lacks)}" for one in lacking]
    return [first, *(["What the register will ask for beside it:", *told] if told else [])]
