"""What comes with the rules: the valid record, macros, derived columns, code lists, reference tables."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from rollbook.standards.checking import check
from rollbook.standards.layouts import LIBRARY, layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import write
from rollbook.standards.rules.loading import every_rule, rules_of
from rollbook.standards.rules.records import changed, raw_tables, valid_record
from rollbook.standards.rules.rule import plain_code
from rollbook.standards.tables import Connection, build, lay_raw, open_tables, standard_data

VALID = [(path.parent.parent.name, path.stem) for path in sorted(LIBRARY.glob("*/valid/*.toml"))]
LATER = {"lrs_batch": date(2100, 1, 1)}  # its learner has an age, and must not be too old
every_version = pytest.mark.parametrize(("standard", "version"), VALID, ids=" ".join)


@every_version
def test_no_rule_objects_to_the_valid_record(standard: str, version: str) -> None:
    result = check(_valid_file(standard, version), today=LATER.get(standard, date.max))
    assert [(one.rule, one.says) for one in result.findings] == []
    assert result.not_decided == ()


@every_version
def test_a_rule_is_left_out_only_for_what_it_says_it_needs(standard: str, version: str) -> None:
    excused = {rule.code for rule in rules_of(standard, version) if rule.needs or rule.terms or rule.phases}
    result = check(_valid_file(standard, version), today=date(2026, 1, 10))
    assert [one for one in result.not_run if one.rule not in excused or "does not have" in one.why] == []


@every_version
def test_a_macro_that_answers_yes_or_no_never_answers_null(standard: str, version: str) -> None:
    with open_tables() as connection:
        _build(connection, standard, version)
        for macro in standard_data(standard, version).macros:
            if macro.answers == "yes or no":
                call = f"{macro.name}({', '.join(['null'] * len(macro.args))})"
                assert connection.execute(f"select {call}").fetchall()[0][0] is not None, macro.name


@every_version
def test_macros_and_derived_columns_say_what_they_are_and_where_from(standard: str, version: str) -> None:
    data = standard_data(standard, version)
    for one in (*data.macros, *(one for ones in data.derived.values() for one in ones)):
        assert one.says.endswith((".", "?")), one.name
        assert one.source, one.name


@every_version
def test_rules_need_only_what_is_declared(standard: str, version: str) -> None:
    data = standard_data(standard, version)
    declared = {*data.references, "today", "file_name", "return_period"}
    named = {*data.codes, *(field.codes for field in layout_of(standard, version).fields)}
    for rule in rules_of(standard, version):
        assert not {one for one in rule.needs if not one.startswith("codes:")} - declared, rule.code
        assert not set(rule.code_lists) - named, rule.code


def test_no_rule_stands_twice_in_one_version() -> None:
    for standard, version in VALID:
        keys = [(plain_code(rule.code), *rule.key[1:]) for rule in rules_of(standard, version)]
        assert len(keys) == len(set(keys))


def test_every_rule_says_where_it_is_from() -> None:
    for standard in {standard for standard, _ in VALID}:
        assert [rule.code for rule in every_rule(standard) if not rule.source] == []


def _valid_file(standard: str, version: str) -> BytesIO:
    layout, file = layout_of(standard, version), BytesIO()
    write(Loaded(layout, raw_tables(layout, changed(layout, valid_record(standard, version), {}))), file)
    return file


def _build(connection: Connection, standard: str, version: str) -> None:
    layout, data = layout_of(standard, version), standard_data(standard, version)
    lay_raw(connection, layout, raw_tables(layout, changed(layout, valid_record(standard, version), {})))
    build(connection, layout, data)
