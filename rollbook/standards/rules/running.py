"""Runs rules over the tables of one file, each as one query, and gathers what they report in a table of findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import duckdb
import pyarrow as pa

from rollbook.base.errors import SetupMissing
from rollbook.standards.columns import number_column, text_column, without_rows
from rollbook.standards.finding_table import FINDING_SCHEMA
from rollbook.standards.layouts import Layout
from rollbook.standards.rules.asked import said_of_file, why_not_asked
from rollbook.standards.rules.paths import record_sql
from rollbook.standards.rules.query import finding_columns, hits_sql, rows_sql, text_of
from rollbook.standards.rules.rule import Rule
from rollbook.standards.rules.undecided import NotDecided, leave_undecided
from rollbook.standards.tables import Connection, StandardData, literal, narrowed, quoted, words_in


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that was not run, and why: never passed in silence."""

    rule: str
    why: str
    fix: str = ""
    lacks: str = ""  # the code list or reference table it would need


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run gave: its findings as a table (FINDING_COLUMNS), what was not run, what was not decided."""

    findings: pa.Table
    not_run: tuple[NotRun, ...] = ()
    not_decided: tuple[NotDecided, ...] = ()


def run(
    connection: Connection,
    layout: Layout,
    data: StandardData,
    rules: Sequence[Rule],
    *,
    given: Iterable[str] = (),
    at_once: int = 1,
) -> Ran:
    """Run rules over the tables that `build` made. `given` names what the caller brought: `lars`, `today`, ...

    `at_once` rules are asked in one statement. On a small file a statement takes longer than what it asks.
    """
    has, said = frozenset(given), said_of_file(connection)
    connection.execute('create or replace table hits (rule integer, row_id bigint, "values" varchar[], says varchar)')
    missing: dict[int, NotRun] = {}
    asked: list[tuple[int, Rule]] = []
    for number, rule in enumerate(rules):
        why = why_not_asked(rule, said)
        lacks = NotRun(rule.code, why) if why else _missing(rule, has, data)
        if lacks:
            missing[number] = lacks
        else:
            asked.append((number, rule))
    for first in range(0, len(asked), at_once):
        missing |= _ask(connection, layout, data, asked[first : first + at_once])
    ran = [(number, rule) for number, rule in asked if number not in missing]
    not_run = [missing[number] for number in sorted(missing)]
    not_decided = tuple(leave_undecided(connection, layout, data, ran))  # before the hits become findings
    return Ran(_findings(connection, layout, ran), tuple(dict.fromkeys(not_run)), not_decided)


def _missing(rule: Rule, given: frozenset[str], data: StandardData) -> NotRun | None:
    """Why a rule cannot be run with what there is, if it cannot."""
    for need in rule.needs:
        name = need.removeprefix("codes:")
        if need == name and name not in given:
            fix = f"Give it with the file, or load {name} first."
            return NotRun(rule.code, f"Not given: {name}.", fix, lacks=name)
        if need != name and not (name in data.codes and data.codes[name].complete):
            return NotRun(rule.code, f"No complete code list is held for {data.version}: {name}.", lacks=name)
    return None


def _ask(
    connection: Connection, layout: Layout, data: StandardData, rules: Sequence[tuple[int, Rule]]
) -> dict[int, NotRun]:
    """Ask some rules together; which could not be run. Where one of them cannot, each is asked alone."""
    if len(rules) > 1:
        query = " union all ".join(f"({_query(layout, data, rule, number)})" for number, rule in rules)
        try:
            connection.execute(f"insert into hits {query}")
        except duckdb.Error:
            pass  # nothing of it was kept; which rule it was shows below
        else:
            return {}
    alone = ((number, _failed(connection, layout, data, rule, number)) for number, rule in rules)
    return {number: failed for number, failed in alone if failed}


def _query(layout: Layout, data: StandardData, rule: Rule, number: int) -> str:
    source = narrowed(layout.table(rule.table), layout, data, words_in(text_of(rule)))
    return hits_sql(rule, f"{number}, {finding_columns(rule)}", rows=rows_sql(rule, source))


def _failed(connection: Connection, layout: Layout, data: StandardData, rule: Rule, number: int) -> NotRun | None:
    """Run one rule. What it meets in a strange file must not end the check: it says so instead."""
    try:
        connection.execute(f"insert into hits {_query(layout, data, rule, number)}")
    except duckdb.ParserException as error:
        raise SetupMissing(f"The rule {rule.code} is no SQL: {error}", fix="Put it right, or take it out.") from error
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        return NotRun(rule.code, f"It reads what {data.version} does not have.", str(error).split("\n")[0][:200])
    except (duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException) as error:
        # The engine's own words would quote the value.
        fix = "Tell whoever keeps the rules: this one has to be mended."
        return NotRun(rule.code, f"It met a value it cannot work with ({type(error).__name__}).", fix)
    return None


def _findings(connection: Connection, layout: Layout, ran: Sequence[tuple[int, Rule]]) -> pa.Table:
    """The hits with what each rule and each record is called."""
    hit = {row[0] for row in connection.execute("select distinct rule from hits").fetchall()}
    seen = [(number, rule) for number, rule in ran if number in hit]
    if not seen:
        return without_rows(FINDING_SCHEMA)
    connection.register("given_rules", _rule_table(seen))
    parts = [
        f"""select r.code as rule, r.severity, {literal(name)} as "table", h.row_id, {_top(name, layout)} as top_id,
            {record_sql(layout.table(name), layout)} as record, {quoted(name)}.line, r.field, h."values"[1] as value,
            h.says, r.fix, r.fields, h."values"
            from hits h join given_rules r on r.number = h.rule
            join built.{quoted(name)} on {quoted(name)}.id = h.row_id where r."table" = {literal(name)}"""
        for name in sorted({rule.table for _, rule in seen})
    ]
    query = f"select * from ({' union all '.join(parts)}) order by line, rule, row_id"
    found = connection.sql(query).to_arrow_table().cast(FINDING_SCHEMA)
    connection.unregister("given_rules")
    return found


def _rule_table(ran: Sequence[tuple[int, Rule]]) -> pa.Table:
    fields = [[name.rpartition(".")[2] for name in rule.fields] for _, rule in ran]
    said = {
        "code": [rule.code for _, rule in ran],
        "severity": [str(rule.severity) for _, rule in ran],
        "table": [rule.table for _, rule in ran],
        "field": [names[0] if names else "" for names in fields],
        "fix": [rule.fix for _, rule in ran],
    }
    ends = number_column([0, *accumulate(map(len, fields))], pa.int32())
    lists = pa.ListArray.from_arrays(ends, text_column([name for names in fields for name in names]))
    texts = {name: text_column(values) for name, values in said.items()}
    return pa.table({"number": number_column([number for number, _ in ran], pa.int32()), **texts, "fields": lists})


def _top(name: str, layout: Layout) -> str:
    """The id of the record on top that a row hangs from."""
    parents = layout.parents_of(name)
    return f"{quoted(name)}.{quoted(parents[0] + '_id')}" if parents else f"{quoted(name)}.id"
