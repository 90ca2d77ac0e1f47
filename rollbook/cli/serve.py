"""`rollbook serve`: the API, served by granian, one process for each core."""

from __future__ import annotations

import os
import socket
from typing import Annotated, Any

import typer

from rollbook.base.errors import SetupMissing
from rollbook.cli.service import require_migrated, with_service

app = typer.Typer(add_completion=False)
APPLICATION = "rollbook.cli.serve:application"


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes; one for each core unless told.")] = (
        os.cpu_count() or 1
    ),
    threads: Annotated[int, typer.Option(min=1, max=64, help="Requests a process answers at once.")] = 4,
) -> None:
    """Serve the API until stopped; requests under way are answered first.

    Put a server that speaks TLS in front of it, and name the hosts it answers to in ROLLBOOK_HOSTS.
    """
    with with_service():
        require_migrated()
        _give_back_connections()
    _require_free(host, port)
    _serve(host, port, workers, threads)


def application() -> Any:
    """The WSGI application; made in each process of the server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollbook.service.settings")
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def _give_back_connections() -> None:
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL only, and not in the stubs


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise SetupMissing(
                f"Port {port} cannot be opened on {host}.", fix="Another program has it, perhaps: choose --port."
            ) from error


def _serve(host: str, port: int, workers: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    print(f"Serving at http://{host}:{port}/api/docs", flush=True)
    # The access log that counts is in the database, with purposes; addresses of requests are not written anywhere.
    Granian(
        APPLICATION, factory=True, address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=threads, log_level=LogLevels.warning, log_access=False, websockets=False,
        respawn_failed_workers=True, workers_kill_timeout=30,
    ).serve()  # fmt: skip
