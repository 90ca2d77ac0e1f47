"""PostgreSQL's own programs for a backup, of the server's version, pointed at the database that Django uses."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from rollbook.base.errors import SetupMissing
from rollbook.service import embedded
from rollbook.service.data_folder import data_folder

PACKAGED = 18  # the version of the embedded server


def program(name: str) -> Path:
    """`pg_dump` or `pg_restore` of the server's major version: the packaged one, Debian's, or that on the PATH."""
    wanted = server_version()
    for candidate in _candidates(name, wanted):
        if candidate.exists() and _version(candidate) == wanted:
            return candidate
    raise SetupMissing(
        f"There is no {name} of version {wanted} here.", fix=f"Install the PostgreSQL client of version {wanted}."
    )


def server_version() -> int:
    """The server's major version."""
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10_000


def environment() -> dict[str, str]:
    """The environment that points these programs at the database; the password is not seen among arguments."""
    values = connection.settings_dict
    address = {
        "PGHOST": values["HOST"], "PGPORT": values["PORT"], "PGUSER": values["USER"],
        "PGPASSWORD": values["PASSWORD"], "PGDATABASE": values["NAME"],
    }  # fmt: skip
    return {**os.environ, **{name: str(value) for name, value in address.items() if value}}


def _candidates(name: str, wanted: int) -> list[Path]:
    found = [Path(f"/usr/lib/postgresql/{wanted}/bin/{name}")]
    on_path = shutil.which(name)
    found += [Path(on_path)] if on_path else []
    if wanted == PACKAGED:
        found.insert(0, embedded.program(data_folder(), name))
    return found


def _version(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+", said)
    return int(number.group()) if number else 0
