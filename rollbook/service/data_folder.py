"""Where this installation keeps its data. Nothing here needs a server, or a system with POSIX's rights and locks."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def data_folder(checkout: Path = CHECKOUT) -> Path:
    """The folder of a checkout's data: outside the checkout, with a short path, the same each time."""
    chosen = os.environ.get("ROLLBOOK_DATA")
    if chosen:
        return Path(chosen)
    name = hashlib.sha256(str(checkout.resolve()).encode()).hexdigest()[:10]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/rollbook") / name
    return Path.home() / ".local" / "share" / "rollbook" / name
