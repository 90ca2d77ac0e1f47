"""The form that narrows the access log. Everything but a learner's number may stand in an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from rollbook.base.dates import parse_iso
from rollbook.base.findings import Finding
from rollbook.definitions.identifiers import Refused, ukprn, uln
from rollbook.organisations import Caller, purposes
from rollbook.service.readers import access_log
from rollbook.service.readers.access_log import Only
from rollbook.web.portal.forms import DayField, NumberText, PortalForm, Selection
from rollbook.web.portal.sentences import said

WHAT = (
    ("find", _("Searches by details")), ("find_by_number", _("Searches by number and names")),
    ("verify", _("Numbers and names verified")), ("register", _("Registrations")),
    ("choose", _("Candidates chosen")), ("enrol", _("Enrolments")), ("read", _("Records opened")),
    ("reveal", _("Stored details seen")), ("update", _("Details changed")), ("send_batch", _("Batches sent")),
    ("read_log", _("Readings of this log")), ("download_log", _("Downloads of this log")),
    ("alert", _("Alerts")), ("alert_decide", _("Decisions about alerts")),
    ("load_reference", _("Reference tables loaded")),
    ("sign_in", _("Sign-ins, refused ones too")), ("lock_out", _("Addresses locked")),
    ("link_make", _("One-time links made")), ("user_suspend", _("Users suspended")),
    ("user_restore", _("Users let in again")),
)  # fmt: skip
HOW_IT_ENDED = (
    ("none", _("nobody")), ("exact", _("one, in every detail")), ("possible", _("possible matches")),
    ("too_many", _("too many")), ("linked", _("a linked number")), ("match", _("number and names match")),
    ("no_match", _("number and names do not match")), ("not_found", _("no such number")), ("new", _("a new number")),
    ("existing", _("enrolled with an existing number")), ("invalid", _("could not be read")),
    ("refused", _("refused")), ("suspended", _("suspended")),
)  # fmt: skip
DOORS = (
    ("portal", _("these pages")), ("rest", _("software (API)")), ("batch", _("a batch file")),
    ("cli", _("the command line")), ("worker", _("the register’s own work")),
)  # fmt: skip
ANY = ("", _("any"))


class Narrowed(PortalForm):
    """Who, what, why, how it ended, through which door, and when."""

    actor = Selection(label=_("Who"))
    ukprn = NumberText(label=_("Organisation’s UKPRN"), width=10)
    action = Selection(label=_("What"), choices=[ANY, *WHAT])
    purpose = Selection(label=_("Purpose"))
    outcome = Selection(label=_("How it ended"), choices=[ANY, *HOW_IT_ENDED])
    channel = Selection(label=_("Through"), choices=[ANY, *DOORS])
    since = DayField(label=_("From"))
    until = DayField(label=_("To"))

    def __init__(self, *args: Any, by: Caller, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.may("log_all"):
            del self.fields["actor"]
        else:
            del self.fields["ukprn"]
            self._choices("actor", access_log.credentials(by=by))
        self._choices("purpose", [(code, said(each.title)) for code, each in purposes().items()])

    def only(self) -> Only:
        """What was asked for; what cannot be read is said beside its field and does not narrow anything."""
        if not self.is_valid():
            self.cleaned_data = {**dict.fromkeys(self.fields, ""), **self.cleaned_data}
        sent = self.cleaned_data
        return Only(
            actor=sent.get("actor") or "",
            action=sent.get("action") or "",
            purpose=sent.get("purpose") or "",
            outcome=sent.get("outcome") or "",
            channel=sent.get("channel") or "",
            ukprn=self._read("ukprn", ukprn.parse),
            since=self._day("since"),
            until=self._day("until"),
        )

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, Selection)
        field.choices = [ANY, *choices]

    def _day(self, name: str) -> date | None:
        text = self.cleaned_data.get(name) or ""
        day = parse_iso(text)
        if text and day is None:
            self.take([Finding("date", name, "This is not a date.", "Give day, month and year in figures.")])
        return day

    def _read(self, name: str, parse: Callable[[str], str | Refused]) -> str:
        text = self.cleaned_data.get(name) or ""
        parsed = parse(text) if text else ""
        if isinstance(parsed, Refused):
            self.take([Finding(name, name, parsed.says, parsed.fix)])
            return ""
        return parsed


class AboutALearner(PortalForm):
    """A learner's number: sent in a form, never in an address."""

    uln = NumberText(label=_("A learner’s number"), help_text=_("Every line about this learner in your log."))

    def number(self) -> int | None:
        """The number, or None with the reason beside the field."""
        self.full_clean()
        parsed = uln.parse(self.cleaned_data.get("uln") or "")
        if isinstance(parsed, Refused):
            self.take([Finding("uln", "uln", parsed.says, parsed.fix)])
            return None
        return int(parsed)
