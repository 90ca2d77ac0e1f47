"""The query that a rule is. Every rule is run as this one form and nothing else:

select … from (select *, (error_when) and not (unless …) as hit
               from (select *, <let> from <table> where <only> window <window>) <table>) <table> where hit

Where a rule is asked only in some terms, or of schools of some phases, `only` says that too.
An exception counts only where it is true: one that cannot be told (null) excuses nothing.
"""

from __future__ import annotations

import re

from rollbook.standards.rules.asked import asked_sql
from rollbook.standards.rules.rule import Rule
from rollbook.standards.tables import literal, quoted

_PLACE = re.compile(r"\{([^{}]+)\}")


def rows_sql(rule: Rule, source: str = "") -> str:
    """The rows that a rule looks at, with the values it names; `source` stands for its table."""
    let = "".join(f", ({sql}) as {quoted(name)}" for name, sql in rule.let)
    terms = [f"({one})" for one in (asked_sql(rule), rule.only) if one]
    where = f" where {' and '.join(terms)}" if terms else ""
    window = f" window {rule.window}" if rule.window else ""
    return f"select *{let} from {source} {quoted(rule.table)}{where}{window}"


def verdict_sql(rule: Rule) -> str:
    """True where the rule objects; null or false where it does not."""
    return f"({rule.error_when})" + "".join(f" and ({one.when}) is not true" for one in rule.unless)


def hits_sql(rule: Rule, select: str, *, rows: str = "") -> str:
    """The rows that a rule objects to. `select` says what is wanted of each."""
    table = quoted(rule.table)
    inner = f"select *, {verdict_sql(rule)} as hit from ({rows or rows_sql(rule)}) {table}"
    return f"select {select} from ({inner}) {table} where hit"


def finding_columns(rule: Rule) -> str:
    """What a finding keeps of the row it is about: its id, the values of the fields, the sentence."""
    values = ", ".join(f"cast({_path(name)} as varchar)" for name in rule.fields)
    return f"{quoted(rule.table)}.id, cast([{values}] as varchar[]), {sentence_sql(rule.says)}"


def _path(name: str) -> str:
    """A column by its path: `learner.ULN`, or `Order`, which SQL has a use of its own for."""
    return ".".join(map(quoted, name.split(".")))


def sentence_sql(says: str) -> str:
    """A sentence with its {places} filled in. A value that is not there is said to be missing."""
    parts = _PLACE.split(says)
    texts = [literal(part) if place % 2 == 0 else f"said({part})" for place, part in enumerate(parts) if part]
    return f"concat({', '.join(texts)})" if texts else "''"


def places(says: str) -> tuple[str, ...]:
    """The values that a sentence names."""
    return tuple(_PLACE.findall(says))


def text_of(rule: Rule) -> str:
    """All SQL of a rule, with the table it looks at."""
    let, unless = (sql for _, sql in rule.let), (one.when for one in rule.unless)
    seen = (*rule.fields, *places(rule.says))
    parts = (rule.table, asked_sql(rule), rule.error_when, rule.only, rule.window, *let, *unless, *seen)
    return "\n".join(parts)
