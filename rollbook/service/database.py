"""Where the database is: `DATABASE_URL`, or the embedded one of this checkout.

`DATABASE_URL` is what the application uses. `DATABASE_OWNER_URL` owns the tables and is used by migrate, load, backup
and restore; without it the first address serves for both, and the application then owns what it should only use.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rollbook.base.errors import SetupMissing
from rollbook.service import embedded
from rollbook.service.data_folder import CHECKOUT, data_folder

VAR = Path(os.environ.get("ROLLBOOK_VAR", CHECKOUT / "var"))


def is_embedded() -> bool:
    """Whether this installation runs its own PostgreSQL."""
    return not os.environ.get("DATABASE_URL")


def is_there() -> bool:
    """Whether this installation has a register, or a server's address for one. Nothing is started to see it."""
    return not is_embedded() or embedded.is_made(data_folder())


def addresses() -> embedded.Addresses:
    """The two addresses; starts the embedded server when there is no other."""
    url = os.environ.get("DATABASE_URL")
    if url:
        return embedded.Addresses(owner=os.environ.get("DATABASE_OWNER_URL", url), application=url)
    return embedded.start(data_folder())


def django_settings(url: str, *, pool: bool) -> dict[str, Any]:
    """One address as Django wants it."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as wrong:
        raise SetupMissing(
            "DATABASE_URL is not a PostgreSQL address.", fix="Write it as postgresql://user:password@host/name."
        ) from wrong
    # Whatever else the address says (`sslmode`, `target_session_attrs`) goes to the driver as it stands.
    known = ("dbname", "user", "password", "host", "port", "options")
    options: dict[str, Any] = {
        **{name: value for name, value in parts.items() if name not in known},
        "server_side_binding": True,
        "prepare_threshold": 2,
        "options": "-c max_parallel_workers_per_gather=0 -c jit=off -c lock_timeout=20s",
        "connect_timeout": 5,
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": options,
    }
