"""Runs a command with DATABASE_URL naming a throw-away cluster of a PostgreSQL installed on this machine.

python -m tests.debian_postgres BIN_FOLDER COMMAND...
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    programs, command = Path(sys.argv[1]), sys.argv[2:]
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="rollbook-pg-", dir="/var/tmp"))
    folder.chmod(0o755)
    if user:
        shutil.chown(folder, user, user)

    def run(*arguments: object) -> None:
        subprocess.run(
            [str(part) for part in arguments], check=True, user=user, group=user, cwd=folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    run(programs / "initdb", "-U", "owner", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-D", folder / "pg")
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": folder,
        "fsync": "off",
        "max_locks_per_transaction": 256,
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    run(programs / "pg_ctl", "-w", "-D", folder / "pg", "-o", options, "-l", folder / "log", "start")
    try:
        url = f"postgresql://owner@/postgres?host={folder}"
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    finally:
        run(programs / "pg_ctl", "-w", "-m", "immediate", "-D", folder / "pg", "stop")
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
