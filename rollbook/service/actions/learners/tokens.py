"""A candidate's token: opaque to everybody, bound to the caller who searched and its organisation, good for an hour."""

from __future__ import annotations

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.keys import secret


def seal(uln: int, *, by: Caller) -> str:
    """The token that stands for a learner in this caller's list of possible matches."""
    return _fernet().encrypt(json.dumps([uln, *_whose(by)]).encode()).decode()


def unseal(token: str, *, by: Caller) -> int:
    """The learner a token of this caller stands for; NotFound for anybody else's, an old or an invented one."""
    try:
        uln, *whose = json.loads(_fernet().decrypt(token.encode(), ttl=load_policy().token_valid_minutes * 60))
    except (InvalidToken, ValueError) as wrong:
        raise NotFound("This candidate's token is not valid any more.", fix="Search again.") from wrong
    if whose != _whose(by):
        raise NotFound("This candidate's token is not valid any more.", fix="Search again.")
    return int(uln)


def _whose(by: Caller) -> list[str]:
    """The caller in the organisation it searched for: somebody who moves on takes no token along."""
    return [by.id, str(by.organisation or "")]


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret("candidate").encode()).digest()))
