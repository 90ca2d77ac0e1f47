"""Steps of the tests about finding: a learner in the register, a search as a browser sends it, hidden fields."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

OUTSIDER = {
    "given_name": "Peregrine", "family_name": "Oldcastle", "date_of_birth": "1987-06-30", "gender": "1",
    "postcode": "IV27 4NZ", "verification_type": "2", "ability_to_share": "1",
}  # fmt: skip
FIVE = ("given_name", "family_name", "date_of_birth", "gender", "postcode")


def register(details: Mapping[str, str], *, by: Any) -> int:
    """Puts somebody into the register by the actions, and gives the number."""
    from rollbook.service.actions.learners.find import find
    from rollbook.service.actions.learners.register import Registration
    from rollbook.service.actions.learners.register import register as give

    five = {name: value for name, value in details.items() if name not in ("verification_type", "ability_to_share")}
    find([five], by=by, purpose="enrolment")
    (made,) = give([Registration(details)], by=by, purpose="enrolment")
    assert made.uln is not None
    return made.uln


def twin(someone: Callable[..., dict[str, str]], **changes: str) -> dict[str, str]:
    """The twin sister of the invented learner."""
    return someone(given_name="Ottilie", **changes)


def boxes(details: Mapping[str, str]) -> dict[str, str]:
    """The details as the form's boxes hold them; evidence and notice are not asked by a search."""
    sent = {name: value for name, value in details.items() if name not in ("verification_type", "ability_to_share")}
    year, month, day = sent.pop("date_of_birth").split("-")
    return {**sent, "date_of_birth_day": day, "date_of_birth_month": month, "date_of_birth_year": year}


def search(client: Any, details: Mapping[str, str], **more: str) -> Any:
    """The page that answers a search."""
    return client.post("/find/", {**boxes(details), **more})


def text_of(page: Any, status: int = 200) -> str:
    """What a page says, which must have this status."""
    assert page.status_code == status, (page.status_code, page.content.decode()[:2000])
    return str(page.content.decode())


def form_of(text: str, action: str) -> dict[str, str]:
    """The hidden fields of a page's form that is sent to an address."""
    start = text.index(f'action="{action}"')
    inside = text[start : text.index("</form>", start)]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def tokens(text: str) -> list[str]:
    """The tokens of the candidates on a page."""
    return re.findall(r'name="candidate" value="([^"]+)"', text)
