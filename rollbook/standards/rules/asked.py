"""In which terms, and of schools of which phases, a rule is asked: some censuses of a year collect more than others.

The file itself says its term and phase; a rule that is not asked of it is not run, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from rollbook.standards.fields.asked import PHASE, TERM
from rollbook.standards.fields.words import TERM_NAMES
from rollbook.standards.rules.rule import Rule
from rollbook.standards.tables import Connection, literal


def asked_sql(rule: Rule) -> str:
    """True for the records of a file that the rule is asked of; empty where it is asked of all."""
    given = {TERM: rule.terms, PHASE: rule.phases}
    return " and ".join(f"{place} in ({', '.join(map(literal, some))})" for place, some in given.items() if some)


def said_of_file(connection: Connection) -> Mapping[str, str | None]:
    """The term and the phase that a file says it is of; none for a standard that has none."""
    found = {}
    for place in (TERM, PHASE):
        table, _, column = place.partition(".")
        try:
            rows = connection.execute(f"select {column} from {table} limit 1").fetchall()
        except (duckdb.BinderException, duckdb.CatalogException):
            continue
        found[place] = rows[0][0] if rows else None
    return found


def why_not_asked(rule: Rule, said: Mapping[str, str | None]) -> str:
    """Why a rule is not asked of this file; empty when it is."""
    term, phase = said.get(TERM), said.get(PHASE)
    if rule.terms and term not in rule.terms:
        return f"It is not asked in the {TERM_NAMES.get(term, term)} term." if term else "The file names no term."
    if rule.phases and phase not in rule.phases:
        return f"It is not asked of schools of phase {phase}." if phase else "The file names no phase of its school."
    return ""
