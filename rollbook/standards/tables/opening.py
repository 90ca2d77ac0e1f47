"""Opens a DuckDB that can reach nothing: no network, no other file, no extension; what it spills is private."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import duckdb

Connection = duckdb.DuckDBPyConnection
THREADS = 2
MEMORY = "350MB"
_KEPT = {
    "deliminator",
    "expression_rewriter",
    "filter_pushdown",
    "in_clause",
    "regex_range",
    "statistics_propagation",
    "unused_columns",
}


@contextmanager
def open_tables(*, threads: int = THREADS, memory: str = MEMORY) -> Iterator[Connection]:
    """A database in memory. What does not fit spills to a folder only this user can open, removed at the end."""
    with TemporaryDirectory(prefix="rollbook-", ignore_cleanup_errors=True) as folder:
        connection = duckdb.connect(
            ":memory:",
            config={
                "threads": threads,
                "memory_limit": memory,
                "temp_directory": folder,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
                "python_enable_replacements": "false",
            },
        )
        try:
            connection.execute("set enable_external_access = false")  # last: it also keeps the folder as it is
            yield connection
        finally:
            connection.close()


def lock(connection: Connection) -> None:
    """From here on no setting can be changed: to be called before any rule runs."""
    connection.execute("set lock_configuration = true")


def plan_lightly(connection: Connection) -> None:
    """For small files: leave out the optimizers that take longer than they save. Answers stay the same."""
    every = {row[0] for row in connection.execute("select name from duckdb_optimizers()").fetchall()}
    connection.execute(f"set disabled_optimizers = '{','.join(sorted(every - _KEPT))}'")


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"
