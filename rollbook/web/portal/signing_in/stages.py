"""Between the password and the session: the second factor."""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondFactor(AuthenticateStage):  # type: ignore[misc] # allauth has no types
    """Asked for unless a passkey, or an outside provider that says so, was both factors already.

    Who has none set up goes through here, and `second_factor_first` lets them no further than to setting one up.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        if any(each.get("method") == "mfa" and each.get("type") == "provider" for each in records):
            return False
        return bool(super()._should_handle(request))
