"""Tells the watch with which session a request came."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rollbook.service.place import came_from


class Place:
    """Django middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        came_from(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
        try:
            return self.get_response(request)
        finally:
            came_from("")
