"""A password checked for an address, whatever its case. An address without a user costs as long as one with."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from rollbook.service.actions.signing_in.guessing import user_at
from rollbook.service.models import User


class ByAddress(AuthenticationBackend):  # type: ignore[misc] # allauth has no types
    """Django's authentication backend of the portal."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        found: User | None = self._check_password(user_at(email), password)
        return found
