"""Failures, as one small tree with one class for each different thing a caller can do about it.

    RollbookError
    |- UserError            the caller can mend it
    |  |- InvalidInput      values are missing or wrong: the findings name each
    |  |- Unreadable        a file cannot be read at all
    |  |- NotFound          there is no such thing, or the caller may not know of it
    |  |- NotSignedIn       no valid credential came with the request
    |  |- NotAllowed        the credential does not allow it
    |  |- Conflict          the thing has changed, or is not in a state that allows it
    |  |- SearchFirst       a registration without the caller's own recent search
    |  '- TooOften          a limit was reached: wait
    '- OurFault             the caller cannot mend it
       |- Unavailable       the database or another part is away: try again
       |- StorageFull       there is no room left to keep the work
       '- SetupMissing      something has not been installed or configured

No message holds personal data. Findings about data are values, not exceptions: see `findings.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rollbook.base.findings import Finding


class RollbookError(Exception):
    """Something went wrong."""

    is_on_record = False  # True: the refusal stands in the log, and nobody above may take that row back

    def __init__(self, message: str = "", *, fix: str = "") -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.fix = fix
        super().__init__(f"{self.message} {fix}".strip())


class UserError(RollbookError):
    """The request cannot be carried out as it stands."""


class InvalidInput(UserError):
    """Some values are missing or wrong. Each is named below; correct them and send the request again."""

    def __init__(self, findings: Sequence[Finding], message: str = "", *, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.findings = tuple(findings)


class Unreadable(UserError):
    """The file cannot be read. Check that it is the file you meant to send."""


class NotFound(UserError):
    """There is no such record, or you may not see it. Check the number or the address."""


class NotSignedIn(UserError):
    """This needs a valid credential. Sign in, or ask for a new token."""


class NotAllowed(UserError):
    """Your role does not allow this. Ask your organisation's super user."""


class Conflict(UserError):
    """The record has changed since you read it. Read it again and repeat the change."""


class SearchFirst(UserError):
    """Search for these details first; a learner is registered after your own recent search."""


class TooOften(UserError):
    """The limit for this credential has been reached. Wait and try again."""

    def __init__(self, message: str = "", *, fix: str = "", retry_after: int = 1) -> None:
        super().__init__(message, fix=fix)
        self.retry_after = retry_after


class OurFault(RollbookError):
    """Something failed on our side. Try again; if it goes on, quote the reference to the help desk."""


class Unavailable(OurFault):
    """The database cannot be reached. Nothing was half done; try again in a minute."""


class StorageFull(OurFault):
    """There is no room left to store this. Nothing was half done; free some space and try again."""


class SetupMissing(OurFault):
    """Something has not been set up."""


class Answer(NamedTuple):
    """How one class of failure is told outside: HTTP status and exit code of the command line."""

    status: int
    exit_code: int


ANSWERS: dict[type[RollbookError], Answer] = {
    InvalidInput: Answer(422, 3),
    Unreadable: Answer(422, 4),
    NotFound: Answer(404, 5),
    NotSignedIn: Answer(401, 6),
    NotAllowed: Answer(403, 6),
    Conflict: Answer(409, 7),
    SearchFirst: Answer(409, 7),
    TooOften: Answer(429, 8),
    UserError: Answer(400, 2),
    Unavailable: Answer(503, 10),
    StorageFull: Answer(507, 11),
    SetupMissing: Answer(503, 12),
    OurFault: Answer(500, 13),
}


def answer_for(error: RollbookError) -> Answer:
    """The answer of the nearest class in the table."""
    for kind in type(error).__mro__:
        if kind in ANSWERS:
            return ANSWERS[kind]
    return ANSWERS[OurFault]
