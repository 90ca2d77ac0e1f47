"""The policy of getting in that this installation follows."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from rollbook.organisations.signing_in import PACKAGED, SignInPolicy, read_sign_in_policy


@cache
def load_sign_in_policy() -> SignInPolicy:
    """The policy of `ROLLBOOK_SIGN_IN`, else the packaged one."""
    return read_sign_in_policy(Path(os.environ.get("ROLLBOOK_SIGN_IN", PACKAGED)))
