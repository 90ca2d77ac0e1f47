"""`rollbook rules list | show | diff`: every rule of a standard, with its examples, and how two versions differ."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rollbook.base.errors import NotFound
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.reference_folder import Folder, reference_folder
from rollbook.cli.rules_told import difference_as_dict, difference_lines
from rollbook.service.readers import rule_books
from rollbook.standards.rules.coverage import coverage
from rollbook.standards.rules.differing import Difference, difference
from rollbook.standards.rules.loading import rules_of
from rollbook.standards.rules.rule import Rule
from rollbook.standards.rules.telling import DECIDED_BY, as_plain, one_line

if TYPE_CHECKING:
    from rollbook.standards.rules.both_versions import Effect

app = typer.Typer(no_args_is_help=True)

Standard = Annotated[str, typer.Argument(help="ilr, ctf, school_census, cin or lrs_batch.")]
Version = Annotated[str, typer.Argument(help="Its version, such as 2025-26.")]


@app.command("list")
def list_rules(standard: Standard, version: Version, as_json: AsJson = False) -> None:
    """Every rule that is run, and what became of each published one."""
    rules = _rules(standard, version)
    covered = coverage(standard, version)
    if as_json:
        print_json(
            {
                "rules": [as_plain(rule) for rule in rules],
                "published": [{"code": one.published.code, "state": one.state, "why": one.why} for one in covered],
            }
        )
        return
    for rule in rules:
        needs = f"  [needs {', '.join(rule.needs)}]" if rule.needs else ""
        print(f"{rule.code:24} {rule.severity:8} {rule.table:14} {rule.says}{needs}")
    print(f"\n{len(rules):,} rules beside the checks of the layout.")
    for state, count in Counter(one.state for one in covered).most_common():
        print(f"  {count:,} published rules: {state}")


@app.command("show")
def show_rule(standard: Standard, version: Version, code: str, as_json: AsJson = False) -> None:
    """One rule: what it means, why, how to mend, who says so, and its examples."""
    told = rule_books.told(standard, version, code)
    if as_json:
        print_json(rule_books.as_plain_told(told))
        return
    for rule in told.rules:
        _print(rule)
    for check in told.checks:
        print(f"{check.code}, a check of the layout, about {check.table}: {check.field}")
        print(f"  {check.says}\n  Mend: {check.fix}")
    if told.form:
        print(f"{told.form.code}, about the form of the file")
        print(f"  {told.form.means}\n  Mend: {told.form.mend}\n  Why: {told.form.because}")


@app.command("diff")
def compare(
    standard: Standard,
    before: Annotated[str, typer.Argument(help="The older version, such as 2025-26.")],
    after: Annotated[str, typer.Argument(help="The newer version, such as 2026-27.")],
    on: Annotated[Path | None, typer.Option(help="A file: say which of its records a change hits.")] = None,
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to check on.")] = None,
    reference: Folder = None,
    as_json: AsJson = False,
) -> None:
    """What changes between two versions: rules and fields that come, go, change; and what that means for a file."""
    change = difference(standard, before, after)
    found = _effect(on, change, today.date() if today else date.today(), reference_folder(reference)) if on else None
    if as_json:
        print_json(difference_as_dict(change, found))
        return
    for line in difference_lines(change, found):
        print(line)


def _effect(file: Path, change: Difference, today: date, folder: Path) -> Effect:
    from rollbook.standards.held_references import held_references  # these are loaded for a file only
    from rollbook.standards.reading import read
    from rollbook.standards.rules.both_versions import effect

    loaded = read(file)
    standard = change.before.standard
    if loaded.layout.standard != standard:
        raise NotFound(
            f"{file.name} is a file of {loaded.layout.standard}, not of {standard}.", fix="Name a file of the standard."
        )
    return effect(loaded, change, today=today, references=held_references(folder, standard))


def _rules(standard: str, version: str) -> tuple[Rule, ...]:
    rules = rules_of(standard, version)
    if not rules:
        raise NotFound(f"There are no rules for {standard} {version}.", fix="Try: rollbook rules list ilr 2025-26.")
    return rules


def _print(rule: Rule) -> None:
    print(f"{rule.code} ({rule.severity}), about {rule.table}: {', '.join(rule.fields)}")
    print(f"  {rule.says}")
    print(f"  Mend: {rule.fix}")
    print(f"  Why: {rule.because}")
    for one in rule.unless:
        print(f"  Except: {one.says}")
    if rule.needs:
        print(f"  Needs: {', '.join(rule.needs)}")
    if rule.terms:
        print(f"  Asked only in the term: {', '.join(rule.terms)}")
    if rule.phases:
        print(f"  Asked only of schools of phase: {', '.join(rule.phases)}")
    if rule.checked_by:
        print(f"  Decided by: {DECIDED_BY[rule.checked_by]}")
    else:
        print(f"  Objects when: {' '.join(rule.error_when.split())}")
    for example in rule.examples:
        print(f"  {'Fails' if example.at else 'Passes'}: {one_line(example)}")
    print(f"  Source: {rule.source}")
