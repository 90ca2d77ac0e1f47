"""What is decided about getting in: how often one may be wrong, how long one stays, how long a link is good."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

PACKAGED = Path(__file__).with_name("sign_in.toml")


@dataclass(frozen=True, slots=True)
class SignInPolicy:
    """The values of `sign_in.toml`."""

    wrong_in_a_row: int
    within: timedelta
    locked: timedelta
    idle: timedelta
    longest: timedelta
    kept: timedelta
    link: timedelta

    def has_ended(self, *, signed_in: datetime, seen: datetime, now: datetime) -> str:
        """Why a session is over: "idle" or "long"; "" while it goes on."""
        if now - seen >= self.idle:
            return "idle"
        return "long" if now - signed_in >= self.longest else ""


def read_sign_in_policy(file: Path = PACKAGED) -> SignInPolicy:
    """The policy of this file."""
    table = tomllib.loads(file.read_text("utf-8"))
    guessing, session, links = table["guessing"], table["session"], table["links"]
    return SignInPolicy(
        wrong_in_a_row=int(guessing["wrong_in_a_row"]),
        within=timedelta(minutes=guessing["within_minutes"]),
        locked=timedelta(minutes=guessing["locked_minutes"]),
        idle=timedelta(minutes=session["idle_minutes"]),
        longest=timedelta(hours=session["longest_hours"]),
        kept=timedelta(minutes=session["kept_minutes"]),
        link=timedelta(hours=links["hours"]),
    )
