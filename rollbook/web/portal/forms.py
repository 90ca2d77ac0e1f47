"""Forms of the pages: fields with label, hint and error as the house draws them; findings stand beside their fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict

from rollbook.base.findings import Finding
from rollbook.web.portal.sentences import said


class HouseRenderer(TemplatesSetting):
    """Draws every form and field with the templates of `templates/portal/parts/`."""

    form_template_name = "portal/parts/form.html"
    field_template_name = "portal/parts/field.html"


class PortalForm(forms.Form):
    """A form whose checks are the register's own: give it the findings, it shows each beside its field."""

    default_renderer = HouseRenderer()
    use_required_attribute = False  # the browser's bubbles say less than our sentences
    error_css_class = "has-error"
    one_question = False  # True where the form has one field and its label is the page's heading

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})

    def take(self, findings: Iterable[Finding]) -> None:
        """Show what is wrong: beside the field it is about where the form has it, else at the top."""
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        for each in findings:
            field = each.field if each.field in self.fields else None
            self.add_error(field, f"{said(each.says)} {said(each.fix)}".strip())

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Every error as (id of its field or "", sentence), in the order of the fields."""
        found = [("", str(each)) for each in self.non_field_errors()]
        for bound in self:
            found += [(self._focus_of(bound), str(each)) for each in bound.errors]
        return found

    @staticmethod
    def _focus_of(bound: forms.BoundField) -> str:
        several = isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
        return f"{bound.auto_id}_0" if several else str(bound.auto_id)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where its page was only opened.

    A form sent with no field at all was sent: `request.POST or None` would take it for one that was only opened.
    """
    return request.POST if request.method == "POST" else None


class TextField(forms.CharField):
    """Text as typed; what it may hold is the register's to say. `width` is in characters: 2, 4, 10, 20 or 30."""

    def __init__(self, *, width: int = 30, autocomplete: str = "off", **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(max_length=kwargs.pop("max_length", 400), **kwargs)
        self.widget.attrs |= {
            "class": f"input width-{width}", "autocomplete": autocomplete, "spellcheck": "false",
        }  # fmt: skip


class NumberText(TextField):
    """Digits as typed, spaces and hyphens forgiven by whoever reads them; phones show digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"width": 20, **kwargs})
        self.widget.attrs["inputmode"] = "numeric"


class LongText(forms.CharField):
    """A sentence or two; no personal details belong in it."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 400)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "class": "input"}), **kwargs)


class DayField(forms.MultiValueField):
    """A date in three boxes: day, month, year. Its value is YYYY-MM-DD as text, or what was typed if it is no date.

    A whole date pasted into the first box (14/03/2009, 2009-03-14) is taken apart.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        parts = tuple(forms.CharField(max_length=20, required=False) for _ in range(3))
        super().__init__(fields=parts, widget=DayInput(), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> str:
        return typed_day(*(data_list or ["", "", ""]))


class DayInput(forms.MultiWidget):
    """Three boxes in one fieldset."""

    template_name = "portal/parts/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(
                attrs={"class": f"input width-{width}", "inputmode": "numeric", "autocomplete": "off"}
            )
            for name, width in (("day", 2), ("month", 2), ("year", 4))
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        parts = str(value or "").split("-")
        return [parts[2].lstrip("0"), parts[1].lstrip("0"), parts[0]] if len(parts) == 3 else [str(value or ""), "", ""]


def typed_day(day: str, month: str, year: str) -> str:
    """What three boxes say, as YYYY-MM-DD where they say a date in figures, else as typed."""
    day, month, year = day.strip(), month.strip(), year.strip()
    if day and not month and not year:
        return _pasted(day)
    if not (day or month or year):
        return ""
    if all(part.isdecimal() for part in (day, month, year)) and len(year) == 4:
        return f"{year}-{int(month):02d}-{int(day):02d}"
    return f"{day}/{month}/{year}"


def _pasted(text: str) -> str:
    for separator in ("/", ".", " ", "-"):
        parts = text.split(separator)
        if len(parts) == 3 and all(part.isdecimal() for part in parts):
            if len(parts[0]) == 4:
                return f"{parts[0]}-{int(parts[1]):02d}-{int(parts[2]):02d}"
            return typed_day(parts[0], parts[1], parts[2])
    return text


class Choices(forms.ChoiceField):
    """One of a few, as radio buttons; `choices` are (code, words)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.RadioSelect(), **kwargs)


class Several(forms.MultipleChoiceField):
    """Any of a few, as checkboxes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.CheckboxSelectMultiple(), **kwargs)


class Selection(forms.ChoiceField):
    """One of many, as a list to open."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.Select(attrs={"class": "input"}), **kwargs)


class Tick(forms.BooleanField):
    """Yes, by a tick."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.attrs["class"] = "tick"
