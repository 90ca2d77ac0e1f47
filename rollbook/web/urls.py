"""Every address of the service."""

from __future__ import annotations

from django.urls import include, path

from rollbook.web import oauth
from rollbook.web.rest.api import api

urlpatterns = [
    path("", include("rollbook.web.portal.urls")),
    path("api/", api.urls),
    path("oauth/token", oauth.Token.as_view(), name="token"),
    path("oauth/revoke", oauth.Revoke.as_view(), name="revoke"),
]
handler400 = "rollbook.web.portal.failures.unreadable"
handler404 = "rollbook.web.portal.failures.not_found"
handler500 = "rollbook.web.portal.failures.broken"
