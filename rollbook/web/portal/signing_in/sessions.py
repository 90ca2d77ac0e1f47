"""How long somebody stays in: from the sign-in, after the last page, until they are suspended or sign out."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollbook.base.errors import NotAllowed
from rollbook.service.actions.signing_in.events import note
from rollbook.service.actions.signing_in.policy import load_sign_in_policy
from rollbook.service.models import User
from rollbook.web.portal.failures import failure_page

SIGNED_IN, SEEN, FACTOR = "signed_in_at", "seen_at", "second_factor"
STOPPED = "stopped_because"  # of who was refused at the door: the cause, for the page that follows
FRESH = 60  # seconds: the moment of the last page is written no more often


def begin(request: HttpRequest, user: User) -> None:
    """Note how a session began, and that it did."""
    records = get_authentication_records(request, user)
    factors = sorted({str(each.get("type") or each["method"]) for each in records})
    proven = [str(each.get("type")) for each in records if each["method"] == "mfa"]
    request.session[SIGNED_IN] = request.session[SEEN] = time.time()
    if proven:
        request.session[FACTOR] = proven[-1]
    note("sign_in", "done", user, factors=factors)


def prove(request: HttpRequest, factor: str) -> None:
    """A second factor was set up in this session, so it has been shown."""
    request.session[FACTOR] = factor


def second_factor_of(request: HttpRequest) -> str:
    """The second factor shown in this session; "" for none."""
    return str(request.session.get(FACTOR, ""))


def end(request: HttpRequest, why: str) -> None:
    """Note that a session ends, and why: asked, idle, long."""
    assert request.user.is_authenticated
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    note("sign_out", why, request.user)


class Sessions:
    """Django middleware, after the one for messages: ends what has lasted long enough."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = request.session.get(SESSION_KEY)  # read first: Django itself forgets one that does not fit any more
        if number is not None:
            if not request.user.is_authenticated:
                refused = _taken_away(request, number)
                if refused is not None:
                    return refused
            else:
                _end_or_go_on(request)
        elif settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.session_key is None:
            request.ended = True  # type: ignore[attr-defined] # there was a session, and it is gone
        return self.get_response(request)


def _end_or_go_on(request: HttpRequest) -> None:
    now = time.time()
    signed_in = float(request.session.get(SIGNED_IN, now))
    seen = float(request.session.get(SEEN, now))
    why = load_sign_in_policy().has_ended(signed_in=_moment(signed_in), seen=_moment(seen), now=_moment(now))
    if why:
        _leave(request, why)
    elif SEEN not in request.session or (now - seen >= FRESH and _is_opened(request)):
        request.session[SIGNED_IN], request.session[SEEN] = signed_in, now
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def _is_opened(request: HttpRequest) -> bool:
    # A script that looks for progress, and says so, is nobody working.
    return "Looks-For" not in request.headers


def _leave(request: HttpRequest, why: str) -> None:
    end(request, why)
    request.left = request.user  # type: ignore[attr-defined] # whose answers may be kept
    request.session.flush()
    request.user = AnonymousUser()
    minutes = int(load_sign_in_policy().idle.total_seconds() // 60)
    idle = ngettext(
        "You were signed out, because no page was opened for {minutes} minute.",
        "You were signed out, because no page was opened for {minutes} minutes.",
        minutes,
    ).format(minutes=minutes)
    messages.info(request, idle if why == "idle" else _("You were signed out, because a working day is over."))


def _taken_away(request: HttpRequest, number: str) -> HttpResponse | None:
    """The page for who was suspended while working; None where a new password ended the session."""
    user = User.objects.filter(pk=number).first()
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    if user is not None and user.is_active:
        messages.info(request, _("You were signed out, because your password was changed."))
        return None
    note("sign_out", "suspended", user)
    return failure_page(
        request,
        NotAllowed(
            "You have been signed out, because your access was suspended.",
            fix="Ask your organisation's super user, or the team that runs the register.",
        ),
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
