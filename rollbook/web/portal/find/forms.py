"""What a search asks for: the five details and those that tell people apart, or a number with its names."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.web.portal.find.values import Code, Day, LearnerForm, Number, Text

FIVE = ("given_name", "family_name", "date_of_birth", "gender", "postcode")
MORE = (
    "middle_names", "preferred_given_name", "previous_family_name", "alternative_names", "family_name_at_16",
    "school_at_16", "place_of_birth", "email", "unique_pupil_number", "scottish_candidate_number",
)  # fmt: skip


class FiveDetails(LearnerForm):
    """The five details that every search needs."""

    given_name = Text(label=_("Given name"), help_text=_("A single name may stand in either of the two."))
    family_name = Text(label=_("Family name"))
    date_of_birth = Day(label=_("Date of birth"), help_text=_("For example 14 3 2009"))
    gender = Code("gender", label=_("Gender"))
    postcode = Text(
        label=_("Last known postcode"), width=10, help_text=_("Write ZZ99 9ZZ if it is not known or abroad.")
    )


class Search(FiveDetails):
    """The five details, and more that are folded away until they are wanted."""

    middle_names = Text(label=_("Middle names"))
    preferred_given_name = Text(label=_("Preferred given name"))
    previous_family_name = Text(label=_("Previous family name"))
    alternative_names = Text(
        label=_("Other names used"),
        help_text=_("Given name | family name, with ; between two of them: Ann|Holm; Annie|Holm"),
    )
    family_name_at_16 = Text(label=_("Family name at 16"))
    school_at_16 = Text(label=_("School at 16"))
    place_of_birth = Text(label=_("Place of birth"))
    email = Text(label=_("E-mail address"))
    unique_pupil_number = Text(label=_("Unique Pupil Number (UPN)"), width=20)
    scottish_candidate_number = Number(label=_("Scottish Candidate Number (SCN)"))

    @property
    def five(self) -> list[forms.BoundField]:
        """The fields always in view."""
        return [self[name] for name in FIVE]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields folded away."""
        return [self[name] for name in MORE]

    @property
    def opens(self) -> bool:
        """Whether one of the folded fields has an answer or an error, so that they are shown."""
        return any(self[name].value() or self[name].errors for name in MORE)

    def sent(self) -> dict[str, str]:
        """The details as the register takes them: the five always, of the others what was given."""
        return {name: self.value(name) for name in (*FIVE, *MORE) if name in FIVE or self.value(name)}

    def doubt(self, sure: list[str]) -> list[str]:
        """Show once what is allowed and seldom meant, unless it is in `sure`; returns what there is to be sure of."""
        found = [name for name in ("given_name", "family_name") if len(self.value(name).strip(". ")) == 1]
        doubtful = [f"{name}:{self.value(name)}" for name in found]
        for name, asked in zip(found, doubtful, strict=True):
            if asked not in sure:
                self.add_error(name, _one_letter())
        return doubtful


class NumberAndNames(LearnerForm):
    """A ULN with the names it should belong to."""

    uln = Number(label=_("Unique Learner Number (ULN)"), help_text=_("Ten digits; spaces and hyphens do no harm."))
    given_name = Text(label=_("Given name"), help_text=_("A single name may stand in either of the two."))
    family_name = Text(label=_("Family name"))

    def sent(self) -> dict[str, str]:
        """The number and the names as typed."""
        return {name: self.value(name) for name in self.fields}


class Verifying(NumberAndNames):
    """A number with names, and what makes the answer surer."""

    date_of_birth = Day(label=_("Date of birth (optional)"), help_text=_("For example 14 3 2009"))
    gender = Code("gender", label=_("Gender (optional)"))

    def sent(self) -> dict[str, str]:
        """What was given; an empty birth date or gender is left out."""
        return {name: value for name, value in super().sent().items() if value or name in NumberAndNames.base_fields}


def _one_letter() -> str:
    return gettext(
        "This is a single letter. Give the whole name. If the whole name is one letter, leave it and search again."
    )
