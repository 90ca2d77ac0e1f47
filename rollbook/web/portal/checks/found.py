"""What a check found, as its pages show it: groups by cause, filters, what was not looked at, one record's findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rollbook.service.readers.rule_books import codes
from rollbook.standards.layouts import Layout
from rollbook.standards.reports import Choice, RuleGroup, chosen, group, of_one_record, why_not_run
from rollbook.standards.rules.rule import plain_code

if TYPE_CHECKING:
    from rollbook.standards.checking import CheckResult

RULES, VALUES, RECORDS = 50, 10, 10  # shown of each; the files to take away hold everything
MOST_OF_A_RECORD = 200
SEVERITIES = {"error": _("error"), "query": _("query"), "warning": _("warning")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One cause: what a rule says about a field, with where its rule is explained ("" where it is not)."""

    group: RuleGroup
    address: str

    @property
    def says(self) -> str:
        return self.group.values[0].says

    @property
    def says_differ(self) -> bool:
        """Whether each value needs its own sentence."""
        return len({each.says for each in self.group.values}) > 1


def context_of(found: CheckResult, choice: Choice) -> dict[str, Any]:
    """Everything the page of a result shows of it."""
    table = chosen(found.table, choice)
    groups = group(table, values=VALUES, records=RECORDS)
    every = group(found.table, values=1, records=1)
    reasons = why_not_run(found)
    addresses = {rule: rule_address(found.layout, rule) for *_, rules in reasons for rule in rules}
    return {
        "layout": found.layout,
        "choice": choice,
        "causes": [Shown(each, rule_address(found.layout, each.rule)) for each in groups[:RULES]],
        "more_causes": max(len(groups) - RULES, 0),
        "count": table.num_rows,
        "all": found.table.num_rows,
        "rules": sorted({each.rule for each in every}),
        "fields": sorted({each.field for each in every if each.field}),
        "severities": [each for each in SEVERITIES if each in {one.severity for one in every}],
        "not_run_count": len(found.not_run),
        "not_run": [(why, fix, [(rule, addresses[rule]) for rule in rules]) for why, fix, rules in reasons],
        "not_decided": [(each, rule_address(found.layout, each.rule)) for each in found.not_decided],
        "versions": found.versions,
    }


def of_record(found: CheckResult, number: int) -> dict[str, Any]:
    """Everything that was found in one record."""
    table = of_one_record(found.table, number)
    rows = table.slice(0, MOST_OF_A_RECORD).to_pylist()
    return {
        "layout": found.layout,
        "record": (rows[0]["record"] or "").partition(" / ")[0],
        "findings": [{**row, "address": rule_address(found.layout, row["rule"])} for row in rows],
        "count": table.num_rows,
        "more": table.num_rows - len(rows),
    }


def choice_of(query: Any) -> Choice:
    """What the address asks for. None of it is personal: words of the standard, as the filters offer them."""
    return Choice(*(str(query.get(name, ""))[:100] for name in ("severity", "rule", "field")))


def rule_address(layout: Layout, code: str) -> str:
    """Where a rule is explained; "" for one that has no page, such as those on a file's form."""
    if plain_code(code) not in codes(layout.standard, layout.version):
        return ""
    return reverse("rule", args=[layout.standard, layout.version, code])
