"""Addresses of signing in and out. Some have two names: ours, and the one that django-allauth looks for."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.signing_in import outside, pages
from rollbook.web.portal.signing_in.invitation import invitation

urlpatterns = [
    path("sign-in", pages.sign_in, name="sign_in"),
    path("sign-in", pages.sign_in, name="account_login"),
    path("sign-in/code", pages.code, name="mfa_authenticate"),
    path("sign-in/passkey", pages.passkey, name="mfa_login_webauthn"),
    path("sign-in/suspended", pages.suspended, name="account_inactive"),
    path("sign-in/again", pages.password_again, name="account_reauthenticate"),
    path("sign-in/again/code", pages.code_again, name="mfa_reauthenticate"),
    path("sign-in/again/passkey", pages.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("sign-in/cancelled", outside.cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/with/<slug:provider_id>", outside.begin, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back", outside.back, name="openid_connect_callback"),
    path("sign-out", pages.sign_out, name="sign_out"),
    path("sign-out", pages.sign_out, name="account_logout"),
    path("invitation/<str:token>", invitation, name="invitation"),
]
