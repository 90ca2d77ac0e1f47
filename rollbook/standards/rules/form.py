"""What every rule must show beside examples that hold: that each part of it matters, and that nothing is left to null.

Each function gives sentences for whoever wrote the rule; none means that all is well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb

from rollbook.standards.rules.apart import source_of
from rollbook.standards.rules.mutants import mutants, without_unless
from rollbook.standards.rules.parsing import Column, columns_in, parts_of
from rollbook.standards.rules.query import places, rows_sql
from rollbook.standards.rules.reads import reader_for
from rollbook.standards.rules.rule import Example, Rule
from rollbook.standards.rules.trial import Places, Trial
from rollbook.standards.tables import EXAMPLE, quoted, single_tables

Sentences = Iterator[str]


def wrong_examples(trial: Trial, rule: Rule) -> Sentences:
    """Examples that do not report exactly what they say."""
    found = trial.reported(rule)
    for number, (example, got, wanted) in enumerate(zip(rule.examples, found, trial.expected(rule), strict=True)):
        if got != wanted:
            yield f"{name_of(rule, number)} reports {listed(got)}, not {listed(wanted)}: {written(example)}"


def untried_exceptions(trial: Trial, rule: Rule) -> Sentences:
    """Exceptions without a passing example that the rule would report if they were not there."""
    for number, one in enumerate(rule.unless, start=1):
        shown = [place for place, example in enumerate(rule.examples) if example.unless == number]
        if not shown:
            yield f"no passing example has `unless = {number}` ({one.when})"
            continue
        found = trial.reported(without_unless(rule, number))
        for place in shown:
            if not found[place]:
                yield f"{name_of(rule, place)} passes even without exception {number}: {written(rule.examples[place])}"


def missing_examples(trial: Trial, rule: Rule) -> Sentences:
    """Changes of the rule that no example notices, each with the example that would."""
    told: set[str] = set()
    before = trial.reported(rule)
    for mutant in mutants(rule):
        try:
            is_noticed = trial.reported(mutant.rule) != before
        except duckdb.Error:
            is_noticed = True  # without a guard it cannot even be run
        if not is_noticed and mutant.wanted not in told:
            told.add(mutant.wanted)
            yield f"missing: {mutant.wanted}"


def null_conditions(trial: Trial, rule: Rule) -> Sentences:
    """Records of the examples for which `error_when` is null, as they are or with one field that it reads left out."""
    trial.show(rule)
    run = trial.apart.rule(rule)
    rows = rows_sql(run, source_of(run))
    for blank, around in ("", "{rows}"), *_blanks(trial, rule):
        inner = around.replace("{rows}", rows)
        query = f"select {EXAMPLE} from ({inner}) {quoted(rule.table)} where ({run.error_when}) is null limit 1"
        found = trial.connection.execute(query).fetchone()
        if found:
            place = trial.numbers[rule.key].index(found[0])
            when = f" when {blank} is left out" if blank else ""
            yield f"`error_when` is null{when}, in {name_of(rule, place)}: {written(rule.examples[place])}"


def _blanks(trial: Trial, rule: Rule) -> Iterator[tuple[str, str]]:
    """For each field a rule reads: its name, and a query around the rule's rows in which it is null."""
    reads = reader_for(trial.layout, trial.data).of_rule(rule)
    own = quoted(rule.table)
    for table, names in reads.row.items():
        for name in sorted(names):
            if table == rule.table:
                change = f"nullif({quoted(name)}, {quoted(name)}) as {quoted(name)}"
            else:
                whole = quoted(table)
                blank = f"nullif({whole}.{quoted(name)}, {whole}.{quoted(name)})"
                change = f"struct_update({whole}, {quoted(name)} := {blank}) as {whole}"
            yield f"{table}.{name}", f"with {own} as (select * replace ({change}) from main.{own}) {{rows}}"
    for table, names in reads.near.items():
        for name in sorted(names):
            change = f"nullif({quoted(name)}, {quoted(name)}) as {quoted(name)}"
            one = quoted(table)
            yield f"{table}.{name}", f"with {one} as (select * replace ({change}) from main.{one}) {{rows}}"


def bare_columns(trial: Trial, rule: Rule) -> Sentences:
    """Columns in a subquery without a table's name: `o.ULN = ULN` compares a row with itself, silently."""
    tables = {table.name for table in trial.layout.tables}
    for column in _columns(rule):
        if column.depth and column.bare and column.table in tables:
            yield f"in a subquery, write which table {'.'.join(column.path)} is of"


def captured_columns(trial: Trial, rule: Rule) -> Sentences:
    """Columns of the record that a subquery takes for its own row's: in `a.learner_id = learner.id`, where `a` has a
    parent `learner`, that one comes first, and the row is compared with itself, silently."""
    tables = {table.name for table in trial.layout.tables}
    on_top = {table.name for table in single_tables(trial.layout)}
    for column in _columns(rule):
        for inner in tables & set(column.inner):
            if column.named in {*trial.layout.parents_of(inner), *on_top} - {inner}:
                name = f"{column.named}.{'.'.join(column.path)}"
                says = f"in a subquery over {inner}, {name} is of that row's own {column.named}"
                yield f"{says}: give it a name in `let`, or ask with `in (select ...)`"


def _columns(rule: Rule) -> list[Column]:
    parts = parts_of(rule)
    return [one for node in parts.all for one in columns_in(node, rule.table, frozenset(parts.let))]


def unfit_sentences(trial: Trial, rule: Rule) -> Sentences:
    """Sentences that name a personal value, or are not sentences."""
    personal = {field.name for field in trial.layout.fields if field.personal}
    for place in places(rule.says):
        if place.rpartition(".")[2] in personal:
            yield f"`says` names {place}, which is personal: it stands in the finding's value"
    for name in ("says", "fix", "because"):
        text = getattr(rule, name)
        if not text.endswith((".", "!", "?")):
            yield f"`{name}` is no sentence: {text!r}"
    for one in rule.unless:
        if not one.says.endswith("."):
            yield f"the exception's `says` is no sentence: {one.says!r}"
    if not rule.fails or not rule.passes:
        yield "a rule needs examples that fail and examples that pass"


CHECKS: dict[str, Callable[[Trial, Rule], Sentences]] = {
    "examples hold": wrong_examples,
    "exceptions are shown": untried_exceptions,
    "every part matters": missing_examples,
    "nothing is null": null_conditions,
    "subqueries name their tables": bare_columns,
    "sentences": unfit_sentences,
}
WITHOUT_QUERY = ("examples hold", "sentences")  # what is tried of a rule that is decided elsewhere


def name_of(rule: Rule, number: int) -> str:
    """How an example is called: `fails 2`, `passes 1`."""
    failing = len(rule.fails)
    return f"fails {number + 1}" if number < failing else f"passes {number - failing + 1}"


def listed(found: Places) -> str:
    """Records by path, or `nothing`."""
    return ", ".join(found) or "nothing"


def written(example: Example) -> str:
    """An example in one line."""
    return (f"{example.why}: " if example.why else "") + str(dict(example.changes))[:300]
