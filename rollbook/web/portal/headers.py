"""Headers of every page: what a browser may load and run, and that nobody keeps what it shows."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

FOR_PROGRAMS = ("/api/", "/oauth/")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


class Headers:
    """Django middleware: Content-Security-Policy without inline, no referrer, no features."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(FOR_PROGRAMS):
            allowed = {**POLICY, **getattr(response, "also_allowed", {})}
            response.headers.setdefault("Content-Security-Policy", "; ".join(f"{k} {v}" for k, v in allowed.items()))
            response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
