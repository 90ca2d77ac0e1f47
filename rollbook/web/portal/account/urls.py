"""Addresses of one's own account."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.account.pages import account

urlpatterns = [path("", account, name="account")]
