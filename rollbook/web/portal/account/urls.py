"""Addresses of one's own account. `mfa_index` and others are the names that django-allauth looks for."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.account import factors, pages

urlpatterns = [
    path("", pages.account, name="account"),
    path("", pages.account, name="mfa_index"),
    path("", pages.account, name="mfa_list_webauthn"),
    path("password", pages.change_password, name="account_change_password"),
    path("sessions", pages.end, name="usersessions_list"),
    path("choices", pages.choose, name="choices"),
    path("second-factor", factors.choose, name="second_factor"),
    path("app", factors.add_app, name="mfa_activate_totp"),
    path("app/remove", factors.remove_app, name="mfa_deactivate_totp"),
    path("passkey", factors.add_passkey, name="mfa_add_webauthn"),
    path("passkey/<int:pk>/remove", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("recovery-codes", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new", factors.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
