"""What every page declares where it stands: who may open it, whether it needs a purpose, and its guide.

`@page("find", "find", guide="find-a-learner", purpose=True)`: a view without `page` (or `open_page`) fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from rollbook.base.errors import RollbookError
from rollbook.organisations import Caller, permissions
from rollbook.service import limits
from rollbook.service.credentials import caller_of_user
from rollbook.service.models import User
from rollbook.web.portal.purpose import purpose_of
from rollbook.web.portal.sign_in_first import purpose_first, sign_in_first

View = Callable[..., HttpResponseBase]


class PortalRequest(HttpRequest):
    """A request of somebody signed in: `by` is the caller for actions and readers, `purpose` why they look."""

    user: User
    by: Caller
    purpose: str
    page: Page


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name in `urls.py`, the permission it needs ("" for anybody signed in) and its guide page.

    `guide` is the name of a page of `docs/how-to`, without its ending.
    """

    name: str
    permission: str
    guide: str
    purpose: bool
    is_open: bool = False


PAGES: dict[str, Page] = {}


def page(name: str, permission: str, *, guide: str, purpose: bool = False) -> Callable[[View], View]:
    """A page for those with `permission`. With `purpose` it looks at learners: a reason is asked for first."""
    if permission and permission not in permissions():
        raise KeyError(permission)
    described = _kept(Page(name, permission, guide, purpose))

    def around(view: View) -> View:
        @never_cache
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            asked = cast("PortalRequest", request)
            asked.page = described
            asked.by = caller_of_user(asked.user, channel="portal")
            if permission:
                asked.by.require(permission)
            asked.purpose = purpose_of(request, by=asked.by)
            if purpose:
                limits.spend(1, by=asked.by)
                if not asked.purpose:
                    return _ask_purpose(asked)
            return view(asked, *args, **kwargs)

        shown.page = described  # type: ignore[attr-defined]
        return shown

    return around


def open_page(name: str, *, guide: str) -> Callable[[View], View]:
    """A page for everybody, signed in or not."""
    described = _kept(Page(name, "", guide, purpose=False, is_open=True))

    def around(view: View) -> View:
        @never_cache
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.page = described  # type: ignore[attr-defined]
            _know(request)
            return view(request, *args, **kwargs)

        shown.page = described  # type: ignore[attr-defined]
        return shown

    return around


def _know(request: HttpRequest) -> None:
    """Whoever is signed in sees their places in the head of an open page too; it opens for others as well."""
    if request.user.is_authenticated:
        with suppress(RollbookError):
            request.by = caller_of_user(request.user, channel="portal")  # type: ignore[attr-defined]


def _kept(described: Page) -> Page:
    if described.name in PAGES:
        raise KeyError(f"two pages are called {described.name}")
    PAGES[described.name] = described
    return described


def _ask_purpose(request: PortalRequest) -> HttpResponse:
    return redirect(f"{reverse('purpose')}?{urlencode({'next': purpose_first(request, request.user)})}")
