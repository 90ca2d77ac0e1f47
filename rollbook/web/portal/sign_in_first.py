"""Where a request without a session goes, and what becomes of the form it sent: kept, and given back after signing in.

Once for all forms: `sign_in_first` keeps what was sent for the user whose session had just ended, `purpose_first` for
one who has not said yet why they look, and `old_page_anew` for one who signed in again in another tab; `AnswersKept`
fills it into the page it was on, not yet sent. Files are left out, to be chosen again, and so are passwords and codes.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from rollbook.service.actions.signing_in import kept_answers
from rollbook.service.actions.signing_in.kept_answers import Form
from rollbook.service.models import User
from rollbook.web.portal.filling import filled

KEPT = "kept_answers"
MOST = 200_000  # characters of a form; larger ones are files in disguise
NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", "form_key"})
SECRETS = frozenset({"password", "oldpassword", "password1", "password2", "code", "credential"})


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back afterwards; a form that was being sent is kept for whoever sent it."""
    back = request.get_full_path()
    if getattr(request, "ended", False):
        messages.info(request, _("You were signed out: that session has run out, or was ended from elsewhere."))
    if request.method not in ("GET", "HEAD"):
        back = page_of(request)
        who: User | None = getattr(request, "left", None)
        if who is not None and _keep(request, who, back):
            messages.info(request, _("Your answers are kept. Sign in again, and they are there, not yet sent."))
            _say_of_files(request)
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")


def purpose_first(request: HttpRequest, user: User) -> str:
    """The page to come back to when it is said why they look; a form that was being sent is kept until then."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    back = page_of(request)
    if _keep(request, user, back):
        request.session[KEPT] = back
        messages.info(request, _("Your answers are kept. Say why you look, and they are there, not yet sent."))
        _say_of_files(request)
    return back


def old_page_anew(request: HttpRequest) -> HttpResponse | None:
    """For a form of a page older than the session: that page anew with its answers, not sent. None for any other form.

    Signing in gives every form a new token (CSRF), so that a tab left open from before cannot send. Only what a browser
    says came from here is kept: another site cannot fill in our forms.
    """
    page = getattr(request.resolver_match.func, "page", None) if request.resolver_match else None
    if page is None or page.is_open or not request.user.is_authenticated:
        return None
    back = page_of(request)
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}" or not _keep(
        request, request.user, back
    ):
        return None
    request.session[KEPT] = back
    messages.info(
        request, _("That page was older than your sign-in. Your answers are kept: look at them, and send them.")
    )
    _say_of_files(request)
    return redirect(back)


def page_of(request: HttpRequest) -> str:
    """The page a form was on, as far as the browser says; else the address it was sent to."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        parts = urlsplit(referer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.path


def remember(request: HttpRequest, user: User) -> None:
    """At a sign-in: whether there is something to give back, so that other pages need not ask."""
    form = kept_answers.kept(of=user)
    if form is not None:
        request.session[KEPT] = form.page


class AnswersKept:
    """Django middleware, innermost: gives kept answers back on the page they were typed on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and request.user.is_authenticated and _is_here(request):
            return _given_back(request, response)
        return response


def _is_here(request: HttpRequest) -> bool:
    page = str(request.session.get(KEPT, ""))
    return bool(page) and page == request.get_full_path()


def _given_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code in (301, 302, 303):
        return response  # a purpose, say, is asked for first; the answers wait
    user: User = request.user  # type: ignore[assignment]
    form = kept_answers.kept(of=user)
    del request.session[KEPT]
    kept_answers.forget(of=user)
    if form is None:
        return response
    if (
        response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
    ):
        page = filled(response.content.decode(), form, here=request.path)
        if page is not None:
            response.content = page.encode()
            return response
    return render(request, "portal/account/kept.html", {"action": form.action, "fields": form.fields})


def _say_of_files(request: HttpRequest) -> None:
    if request.FILES:
        messages.info(request, _("A file is not kept: choose it again then."))


def _keep(request: HttpRequest, who: User, back: str) -> bool:
    fields = tuple(
        (name, value)
        for name in request.POST
        if name not in NOT_ANSWERS | SECRETS
        for value in request.POST.getlist(name)
    )
    if not fields or sum(len(name) + len(value) for name, value in fields) > MOST:
        return False
    kept_answers.keep(Form(request.path, back, fields), of=who)
    return True
