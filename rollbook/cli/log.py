"""`rollbook log`: verify the sealed access log."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rollbook.base.errors import Unreadable
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import with_service

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from rollbook.base.findings import Finding
    from rollbook.service.audit.verify import Counts

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Verify the access log.")
SHOWN = 100


@app.callback()
def log() -> None:
    """The access log: every read and write, sealed every few seconds."""


@app.command()
def verify(
    heads: Annotated[Path | None, typer.Option(help="The exported heads; the worker's own file unless told.")] = None,
    key: Annotated[str, typer.Option(help="The public key, as `rollbook log key` shows it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check every row, seal and signature, and the exported heads. Exits with 1 where something does not fit."""
    with with_service():
        from rollbook.service.audit.heads import heads_file
        from rollbook.service.audit.verify import Counts
        from rollbook.service.audit.verify import verify as check

        path = heads or heads_file()
        if heads is not None and not heads.exists():
            raise Unreadable("There is no file of exported heads by this name.")
        counts, damaged = Counts(), 0
        shown: list[Finding] = []
        for finding in check(key=_key(key), heads=path if path.exists() else None, counts=counts):
            damaged += 1
            shown += [finding] if len(shown) < SHOWN else []
    _tell(shown, damaged, counts, str(path) if path.exists() else None, as_json)
    if damaged:
        sys.exit(1)


@app.command()
def key(as_json: AsJson = False) -> None:
    """Show the public key that seals are checked with. Keep a copy elsewhere."""
    with with_service():
        from rollbook.service.audit.signing import public_key

        shown = public_key().public_bytes_raw().hex()
    print_json({"public_key": shown}) if as_json else print(shown)


def _key(text: str) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from rollbook.service.audit.signing import public_key

    if not text:
        return public_key()
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))
    except ValueError as error:
        raise Unreadable("This is not a public key.", fix="It has 64 digits 0-9 a-f.") from error


def _tell(shown: list[Finding], damaged: int, counts: Counts, heads: str | None, as_json: bool) -> None:
    if as_json:
        print_json({
            "damaged": damaged, "rows": counts.rows, "seals": counts.seals, "not_sealed_yet": counts.unsealed,
            "epochs": counts.epochs, "seals_lost_to_restores": counts.lost_to_restores, "heads": heads,
            "findings": [{"rule": f.rule, "says": f.says, "at": f.position.record, "fix": f.fix} for f in shown],
        })  # fmt: skip
        return
    for finding in shown:
        print(f"{finding.says} {finding.fix}")
    if damaged > len(shown):
        print(f"... and {damaged - len(shown):,} more.")
    epochs = "1 epoch" if counts.epochs == 1 else f"{counts.epochs} epochs"
    print(f"{counts.rows:,} rows under {counts.seals:,} seals in {epochs}; {counts.unsealed:,} rows not sealed yet.")
    if heads is None:
        print("No exported heads were found: without them, a log cut at its end together with its seals looks whole.")
    print("Nothing is out of place." if not damaged else f"{damaged:,} things do not fit.")
