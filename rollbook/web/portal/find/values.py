"""Fields whose values the register judges: nothing is refused here, so that each refusal is the register's sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.dates import parse_iso
from rollbook.base.findings import Finding
from rollbook.definitions.code_sets import code_set
from rollbook.standards.doctor.dates import readings
from rollbook.web.portal.forms import Choices, DayField, NumberText, PortalForm, Selection, TextField, typed_day
from rollbook.web.portal.tags import day as in_words

LONGEST_IN_A_BOX = 20  # of a day, a month or a year; more is no date
BOXES = ("day", "month", "year")


class Text(TextField):
    """Text as typed, however long and whatever it holds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=None, **kwargs)
        self.validators = []


class Number(NumberText):
    """A number as typed; spaces and hyphens are forgiven by the register."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=None, **kwargs)
        self.validators = []


class Day(DayField):
    """A date in three boxes; digits of any width."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for each in self.fields:
            each.validators = []

    def compress(self, data_list: list[str]) -> str:
        parts = [unicodedata.normalize("NFKC", part) for part in data_list or ("", "", "")]
        if any(len(part) > LONGEST_IN_A_BOX for part in parts):
            return "/".join(part for part in parts if part)
        return typed_day(*parts)


class Code(Choices):
    """One code of a set, as radio buttons."""

    def __init__(self, set_name: str, **kwargs: Any) -> None:
        super().__init__(choices=meanings(set_name), **kwargs)

    def validate(self, value: Any) -> None:
        """The register's to say."""


class CodeOfMany(Selection):
    """One code of a set, as a list to open."""

    def __init__(self, set_name: str, **kwargs: Any) -> None:
        super().__init__(choices=[("", _("Choose")), *meanings(set_name)], **kwargs)

    def validate(self, value: Any) -> None:
        """The register's to say."""


class LearnerForm(PortalForm):
    """A form of a learner's details: takes the register's findings, and says what a date may have meant."""

    typed: dict[str, Any]  # what was sent, kept while errors remove it from `cleaned_data`

    def clean(self) -> dict[str, Any]:
        """Keep what was sent."""
        super().clean()
        self.typed = dict(self.cleaned_data)
        return self.cleaned_data

    def value(self, name: str) -> str:
        """One answer as it was sent."""
        if not hasattr(self, "typed"):
            self.full_clean()
        return str(self.typed.get(name) or "")

    def take(self, findings: Iterable[Finding]) -> None:
        """Show the findings; of a date in boxes the sentence speaks of boxes."""
        super().take(self._in_boxes(each) for each in findings)

    def _in_boxes(self, found: Finding) -> Finding:
        field = self.fields.get(found.field)
        if found.rule != "format" or not isinstance(field, DayField):
            return found
        if meant := self.meant(found.field):
            return replace(found, says=meant, fix=gettext("Tick the date below if that is the day, or type it."))
        what = str(field.label).partition(" (")[0]  # without "(optional)"
        says = gettext("%(what)s is not a date of the calendar.") % {"what": what}
        return replace(found, says=says, fix=gettext("Write day, month and year in figures, such as 14 3 2009."))

    def meant(self, name: str) -> str:
        """What a value that is no date in boxes may mean, as a sentence; "" where nothing is likely."""
        typed = self.value(name)
        read = meant_day(typed, field=name)
        if not read:
            return ""
        if typed.replace(".", "").isdecimal() and len(typed) < 8:
            says = gettext("%(typed)s is how a spreadsheet counts days; it stands for %(day)s.")
        else:
            says = gettext("%(typed)s may stand for %(day)s.")
        return says % {"typed": typed, "day": in_words(read)}

    def proposal(self) -> list[tuple[str, str]]:
        """Of each refused date the one it may have meant: (name of its tick box, YYYY-MM-DD)."""
        days = [name for name, field in self.fields.items() if isinstance(field, DayField) and name in self.errors]
        found = [(name, meant_day(self.value(name), field=name)) for name in days]
        return [(f"{name}_meant", read) for name, read in found if read]


def meanings(set_name: str) -> list[tuple[str, str]]:
    """The codes of a set with their meanings, as they stand beside a button; what is not known stands last."""
    codes = sorted(code_set(set_name).codes.items(), key=lambda each: each[0] == "0")
    return [(code, capfirst(gettext(words))) for code, words in codes]


def meant_day(typed: str, *, field: str) -> str:
    """The day, as YYYY-MM-DD, that a value of a spreadsheet or another form of date may stand for, day before month."""
    if not typed or parse_iso(typed) is not None:
        return ""
    read = readings(typed, field=field, today=timezone.localdate()).day_first
    return read.isoformat() if read else ""


def in_boxes(sent: QueryDict, *names: str) -> QueryDict:
    """The same answers with these dates in three boxes, where they came whole, or as the date that was meant."""
    data = sent.copy()
    for name in names:
        boxes = [f"{name}_{box}" for box in BOXES]
        if not any(box in sent for box in boxes):
            _fill(data, name, sent.get(name, ""))
        meant = sent.get(f"{name}_meant", "")
        if meant and meant == meant_day(Day().compress([data.get(box, "").strip() for box in boxes]), field=name):
            _fill(data, name, meant)
    return data


def _fill(data: QueryDict, name: str, value: str) -> None:
    for box, part in zip(BOXES, Day().widget.decompress(value), strict=True):
        data[f"{name}_{box}"] = part
