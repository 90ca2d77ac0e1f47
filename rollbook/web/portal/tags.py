"""Template tags and filters of the pages; loaded for every template."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from rollbook.base.dates import parse_iso
from rollbook.definitions import learner_definition
from rollbook.register.words import likeness as likeness_of
from rollbook.service.addresses import address_of
from rollbook.web.portal import sentences
from rollbook.web.portal.help.library import document
from rollbook.web.portal.once import key_field
from rollbook.web.portal.page import PAGES
from rollbook.web.portal.words import ROLES

register = template.Library()


@register.simple_tag
def form_key() -> SafeString:
    """Goes into every form that changes something: sent twice, it is done once (see once.py)."""
    return key_field(str(uuid4()))


@register.filter
def uln(value: Any) -> SafeString | str:
    """A ULN in groups, as it is read aloud; copied without the gaps, which are drawn and not written."""
    digits = "".join(character for character in str(value or "") if character.isdigit())
    if len(digits) != 10:
        return str(value or "")
    groups = (digits[:3], digits[3:6], digits[6:])
    return format_html('<span class="uln"><span>{}</span><span>{}</span><span>{}</span></span>', *groups)


@register.filter
def learner_address(value: Any) -> str:
    """The opaque text for a ULN in a learner's address."""
    return address_of(int(value))


@register.filter
def day(value: Any) -> str:
    """A date as people say it: 14 March 2009. Takes a date, a moment, or YYYY-MM-DD."""
    if isinstance(value, str):
        value = parse_iso(value[:10]) or value
    if isinstance(value, datetime):
        value = value.date()
    return (
        f"{value.day} {gettext(MONTHS[value.month - 1])} {value.year}" if isinstance(value, date) else str(value or "")
    )


@register.filter
def moment(value: Any) -> str:
    """A moment to the minute: 14 March 2009, 09:05."""
    return f"{day(value)}, {value:%H:%M}" if isinstance(value, datetime) else str(value or "")


@register.filter
def said(value: Any) -> str:
    """A sentence of the register's own (a finding, a reason, a code's meaning) in the reader's language."""
    return sentences.said(value)


@register.filter
def number(value: Any) -> str:
    """A count as people read it: 50,000."""
    return f"{value:,}" if isinstance(value, int) else str(value or "")


@register.filter
def detail_title(name: Any) -> str:
    """The title of a learner's detail, by its name."""
    found = learner_definition().fields.get(str(name))
    return gettext(found.title) if found else str(name)


@register.filter
def likeness(value: Any) -> str:
    """How strong a likeness is, in words: of whole bits or a weight."""
    return gettext(likeness_of(value)) if isinstance(value, int | float) else ""


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """The value of a mapping for a key."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def page_words(name: Any) -> SafeString:
    """A page by its name, as the title of its guide, which it leads to; the name in small type after it."""
    found = PAGES.get(str(name))
    if found is None:
        return format_html("<code>{}</code>", name)
    address, title = reverse("guide", args=[found.guide]), document("how-to", found.guide).title
    return format_html('<a href="{}" lang="en">{}</a> <code class="small">{}</code>', address, title, name)


@register.filter
def role_words(name: Any) -> str:
    """A role in a word or two."""
    return str(ROLES.get(str(name), name))


@register.filter
def may(by: Any, permission: str) -> bool:
    """Whether the caller's role has a permission; what it may not do is not offered."""
    return by is not None and bool(by.may(permission))


@register.simple_tag
def marked(stored: Any, asked: Any) -> SafeString:
    """A stored value with the letters that differ from the asked one underlined, for eyes and for screen readers."""
    from difflib import SequenceMatcher  # the standard library's; wanted on few pages

    ours, theirs = str(stored or ""), str(asked or "")
    pieces = []
    for kind, start, end, _, _ in SequenceMatcher(None, ours.casefold(), theirs.casefold()).get_opcodes():
        text = escape(ours[start:end])
        if text:
            pieces.append(text if kind == "equal" else f'<mark class="differs">{text}</mark>')
    return mark_safe("".join(pieces))


@register.simple_tag(takes_context=True)
def with_query(context: Any, **changes: Any) -> str:
    """This page's query with changes, for links that page and filter; never holds personal details."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


MONTHS = (
    gettext_noop("January"), gettext_noop("February"), gettext_noop("March"), gettext_noop("April"),
    gettext_noop("May"), gettext_noop("June"), gettext_noop("July"), gettext_noop("August"),
    gettext_noop("September"), gettext_noop("October"), gettext_noop("November"), gettext_noop("December"),
)  # fmt: skip
