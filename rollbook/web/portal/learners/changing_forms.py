"""The forms of a change: whether it is a mistake or life that changed, and the details as they are to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from rollbook.base.text import squeeze
from rollbook.definitions import learner_definition
from rollbook.service.actions.learners.fields import row_values
from rollbook.web.portal.find.values import meanings
from rollbook.web.portal.forms import Choices, DayField, LongText, NumberText, PortalForm, Selection, TextField
from rollbook.web.portal.learners import values

MISTAKE, LIFE = "mistake", "life"
NAMES = ("title", "given_name", "middle_names", "family_name", "preferred_given_name", "previous_family_name",
         "family_name_at_16", "alternative_names")  # fmt: skip
ADDRESS = values.ADDRESS[:-1]
EDITED = (*NAMES, *values.ABOUT, *ADDRESS, *values.IDENTITY, "ability_to_share")
GROUPS = (
    (_("Names"), NAMES),
    (_("About"), values.ABOUT),
    (_("Address"), ADDRESS),
    (_("Evidence of identity"), values.IDENTITY),
    (_("Sharing"), ("ability_to_share", "notice_version")),
    (_("Note and reason"), ("notes", "reason")),
)


class KindForm(PortalForm):
    """Was it wrong, or has it become another?"""

    one_question = True
    kind = Choices(
        label=_("Why does the record need to change?"),
        choices=[
            (MISTAKE, _("It was wrong: mistyped, misheard, or somebody else’s")),
            (LIFE, _("Life changed: a new name, a move, a new document")),
        ],
        help_text=_(
            "A name or postcode that was a mistake does not stay as a former one. One that was true does, and the "
            "learner is found by it. The history keeps both."
        ),
    )

    def clean_kind(self) -> str:
        kind = str(self.cleaned_data["kind"])
        if not kind:
            self.add_error("kind", _("Choose whether it was wrong or has changed."))
        return kind


class DetailsForm(PortalForm):
    """All details as they stand, to be changed; what the learner objects to cannot be."""

    reason = LongText(
        label=_("Why do you change it?"),
        help_text=_("What you saw or were told. The history shows it. No names, no addresses."),
    )
    notes = LongText(
        label=_("A note for your own organisation (optional)"),
        help_text=_("Only your organisation sees it."),
        max_length=4000,
    )
    notice_version = TextField(
        label=_("Version of the privacy notice the learner was given"), width=10, max_length=20,
        help_text=_("It stands on the notice. Needed when a learner chooses to share after choosing not to."),
    )  # fmt: skip

    def __init__(self, *args: Any, contested: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EDITED:
            self.fields[name] = detail_field(name)
        for name in contested & set(EDITED) - {"ability_to_share"}:
            self.fields[name].disabled = True
            self.fields[name].help_text = _("Under objection: the register’s team settles it.")

    def groups(self) -> Iterator[tuple[Any, list[Any]]]:
        """The fields by subject, in the order of the page."""
        for title, names in GROUPS:
            yield title, [self[name] for name in names]

    def answers(self) -> dict[str, str]:
        """Every detail as answered, in the form that the register reads."""
        found = {name: str(self.cleaned_data.get(name) or "") for name in EDITED}
        found["alternative_names"] = ";".join(
            line for line in found["alternative_names"].replace(";", "\n").splitlines() if line.strip()
        )
        return found


def as_answers(record: Mapping[str, Any]) -> dict[str, str]:
    """A record as the form would send it unchanged."""
    found = {name: str(record.get(name) or "") for name in EDITED}
    found["ability_to_share"] = str(record.get("ability_to_share") or 0)
    found["verification_type"] = str(record.get("verification_type") or 0)
    found["alternative_names"] = ";".join(
        f"{each['given_name']}|{each['family_name']}" for each in record.get("alternative_names") or ()
    )
    return found


def as_initial(record: Mapping[str, Any], changed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What the form shows for a record, with answers that are kept."""
    found: dict[str, Any] = {**as_answers(record), **(changed or {})}
    found["alternative_names"] = found["alternative_names"].replace(";", "\n")
    found.setdefault("notice_version", record.get("notice_version") or "")
    return found


def differences(record: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that would change a record; how a postcode or a name is spaced is no difference."""
    before = as_answers(record)
    return {
        name: value
        for name, value in answers.items()
        if squeeze(value) != squeeze(before[name]) and (_kept(name, value) != _kept(name, before[name]))
    }


def _kept(name: str, value: str) -> Any:
    if name in ("ability_to_share", "verification_type"):
        return value
    kept = row_values({name: value}).get(name)
    return kept if kept else squeeze(value)  # what cannot be read differs as it was typed


def detail_field(name: str) -> Any:
    """The field for one detail, as its definition has it."""
    defined = learner_definition().fields[name]
    label = values.title_of(name)
    if name in values.DAYS:
        return DayField(label=label)
    if name == "verification_type":
        return Selection(label=label, choices=meanings(name))
    if name in values.CODES:
        return Choices(label=label, choices=meanings(name))
    if name == "alternative_names":
        return LongText(
            label=label, max_length=1500,
            help_text=_("One name a line, as given name|family name. Names the learner goes by, and is found by."),
        )  # fmt: skip
    if name in ("scottish_candidate_number", "unique_pupil_number"):
        return TextField(label=label, width=20, max_length=40)
    width = 10 if name == "postcode" else 4 if defined.max_length <= 4 else 30
    return (NumberText if name == "uln" else TextField)(label=label, width=width, max_length=400)
