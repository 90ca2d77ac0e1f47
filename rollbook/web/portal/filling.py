"""Fills a form of a finished page with answers: any form, whatever drew it, so that no page needs to know of it."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from rollbook.service.actions.signing_in.kept_answers import Form

UNTOUCHED = frozenset({"csrfmiddlewaretoken", "form_key"})
TYPED = ("text", "email", "tel", "search", "number", "date", "url", "hidden")


def filled(page: str, form: Form, *, here: str) -> str | None:
    """The page with the answers in its form of that action; None if it has no such form."""
    filler = _Filler(form, here)
    filler.feed(page)
    filler.close()
    return "".join(filler.out) if filler.found else None


class _Filler(HTMLParser):
    """Copies a page as it is, but for the values of one form."""

    def __init__(self, form: Form, here: str) -> None:
        super().__init__(convert_charrefs=False)
        self.form, self.here = form, here
        self.answers: dict[str, list[str]] = defaultdict(list)
        for name, value in form.fields:
            self.answers[name].append(value)
        self.out: list[str] = []
        self.found = self.inside = False
        self.silent = ""  # inside this element the page's own text gives way
        self.selected: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            # Of several forms to one address, the first with a field of ours is meant.
            action = urlsplit(given.get("action") or self.here).path or self.here
            is_post = (given.get("method") or "get").lower() == "post"
            self.inside = is_post and not self.found and action == self.form.action
        text = self.get_starttag_text() or ""
        self.out.append(self._changed(tag, given, text) if self.inside else text)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        if tag == "select":
            self.selected = None
        if tag == "form":
            self.inside = False
        self.out.append(f"</{tag}>")

    def _changed(self, tag: str, given: dict[str, str | None], text: str) -> str:
        name = given.get("name") or ""
        if tag == "option" and self.selected is not None:
            return _tag(tag, _switched(given, "selected", (given.get("value") or "") in self.selected))
        if name in UNTOUCHED or (tag in ("input", "textarea", "select") and not self._has(tag, name, given)):
            return text
        if tag == "input":
            self.found = True
            return _tag(tag, self._input(name, given))
        if tag == "textarea":
            self.found, self.silent = True, tag
            return f"{text}\n{escape(self._next(name))}"
        if tag == "select":
            self.found, self.selected = True, self.answers[name]
        return text

    def _has(self, tag: str, name: str, given: dict[str, str | None]) -> bool:
        # A box that was not ticked is not sent at all: it is one of ours where the form is.
        kind = (given.get("type") or "text").lower()
        if tag == "input" and kind in ("checkbox", "radio"):
            return bool(name)
        return name in self.answers and (tag != "input" or kind in TYPED)

    def _input(self, name: str, given: dict[str, str | None]) -> dict[str, str | None]:
        kind = (given.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            return _switched(given, "checked", (given.get("value") or "on") in self.answers.get(name, []))
        return {**given, "value": self._next(name)}

    def _next(self, name: str) -> str:
        values = self.answers[name]
        return values.pop(0) if len(values) > 1 else values[0]

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")


def _switched(given: dict[str, str | None], name: str, is_on: bool) -> dict[str, str | None]:
    rest = {key: value for key, value in given.items() if key != name}
    return {**rest, name: None} if is_on else rest


def _tag(tag: str, given: dict[str, str | None]) -> str:
    parts = [name if value is None else f'{name}="{escape(value)}"' for name, value in given.items()]
    return f"<{' '.join([tag, *parts])}>"
