"""Tokens for machines: OAuth2 client credentials, to give and to take back. A token's scope is its client's role."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.views import RevokeTokenView, TokenView

from rollbook.service import limits


class MachineClients(OAuth2Validator):  # type: ignore[misc] # the toolkit has no types
    """One client, one role: no scope but that can be asked for, and that is the default."""

    def validate_scopes(self, client_id: str, scopes: list[str], client: Any, request: Any, *a: Any, **k: Any) -> bool:
        return set(scopes) <= {client.role}

    def get_default_scopes(self, client_id: str, request: Any, *a: Any, **k: Any) -> list[str]:
        return [request.client.role]


class Token(TokenView):  # type: ignore[misc]
    """POST: a token for a client's id and secret."""

    http_method_names = ("post", "options")
    validator_class = MachineClients

    def post(self, request: HttpRequest, *a: Any, **k: Any) -> HttpResponse:
        # A wrong secret costs its guesser a slot, not the true client at another address.
        asked = f"{request.META.get('REMOTE_ADDR', '')} {_client_named(request)}"
        limits.spend_action("token", key=hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()[:32])
        answer: HttpResponse = self.authorization_flow_token_response(request)
        return answer


class Revoke(RevokeTokenView):  # type: ignore[misc]
    """POST: take a token back before it expires."""

    http_method_names = ("post", "options")
    validator_class = MachineClients


def _client_named(request: HttpRequest) -> str:
    return request.headers.get("Authorization", "") or request.POST.get("client_id", "")
