"""What a seal says, and its signature with a key that the database never holds (Ed25519, RFC 8032)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rollbook.service.keys import signing_key_bytes
from rollbook.service.models import LogSeal


def says(seal: LogSeal) -> dict[str, Any]:
    """Everything a seal states, in plain values: what is signed, and what is exported with the signature."""
    return {
        "number": seal.number,
        "epoch": seal.epoch_id,
        "transaction_from": seal.transaction_from,
        "transaction_to": seal.transaction_to,
        "rows": seal.rows,
        "first_at": _moment(seal.first_at),
        "last_at": _moment(seal.last_at),
        "last_id": last_id(seal),
        "previous": bytes(seal.previous).hex(),
        "hash": bytes(seal.hash).hex(),
        "marks": hashlib.sha256(seal.marks).hexdigest(),
        "sealed_at": _moment(seal.sealed_at),
    }


def last_id(seal: LogSeal) -> int:
    """The highest id of the rows the seal covers."""
    marks = bytes(seal.marks)
    return max((int.from_bytes(marks[n : n + 8], "big", signed=True) for n in range(0, len(marks), 16)), default=0)


def statement(said: dict[str, Any]) -> bytes:
    """The bytes that are signed: JSON with its names in order and no signature among them."""
    plain = {name: value for name, value in said.items() if name != "signature"}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sign(said: dict[str, Any]) -> bytes:
    """The signature of a statement, 64 bytes."""
    return _private_key().sign(statement(said))


def is_signed(said: dict[str, Any], signature: bytes, key: Ed25519PublicKey) -> bool:
    """Whether this key's owner signed this statement."""
    try:
        key.verify(bytes(signature), statement(said))
    except InvalidSignature:
        return False
    return True


def public_key() -> Ed25519PublicKey:
    """The half of the key that anybody may have, to verify with."""
    return _private_key().public_key()


@cache
def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(signing_key_bytes())


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")
