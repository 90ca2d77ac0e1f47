"""Where a request without a session goes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back afterwards."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")
