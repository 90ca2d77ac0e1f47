"""The reader under any bytes: records and findings or a refusal; and what is written is read back, byte for byte."""

import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.base.errors import Unreadable
from rollbook.standards import check_row, layout_of
from rollbook.standards.delimited import read, write
from rollbook.standards.doctor import diagnose, mend

LAYOUT = layout_of("lrs_batch", "2A")
LEARNER = [column.at for column in LAYOUT.fields_of("learner")]
OWN = [column.at for column in LAYOUT.fields_of("file")]
HEAD = ",".join(LAYOUT.headings).encode() + b"\r\n"
# What a file of text can hold: no control, no half of a surrogate pair, not the stand-in for a lost character.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufeff"), max_size=30)
QUOTING = st.text(st.sampled_from("\"'\r\n,;\t a"), max_size=8)
ROW = st.dictionaries(st.sampled_from(LEARNER), TEXT | QUOTING, max_size=6)
FILE = st.fixed_dictionaries(dict.fromkeys(OWN, TEXT | QUOTING))


@given(file=FILE, rows=st.lists(ROW, max_size=6), encoding=st.sampled_from(["utf-8", "utf-8-sig"]))
def test_a_written_file_read_and_written_again_is_the_same_bytes(file, rows, encoding):
    rows = [{"MISIdentifier": "x", **row, "GivenName": "y"} for row in rows]
    once, twice = io.BytesIO(), io.BytesIO()
    write(LAYOUT, once, file=file, records=rows, encoding=encoding)
    with read(io.BytesIO(once.getvalue())) as reading:
        write(LAYOUT, twice, file=reading.file, records=(one.values for one in reading), encoding=reading.encoding)
    assert twice.getvalue() == once.getvalue()


@given(rows=st.lists(ROW, min_size=1, max_size=6))
def test_every_value_comes_back_as_it_was_written(rows):
    rows = [{**row, "GivenName": "y"} for row in rows]
    out = io.BytesIO()
    write(LAYOUT, out, file={}, records=rows)
    with read(io.BytesIO(out.getvalue())) as reading:
        found = [{at: value for at, value in one.values.items() if value} for one in reading]
    assert found == [{at: value for at, value in row.items() if value} for row in rows]


def read_all(data, name=""):
    """Every record with its findings, or the refusal of the whole file."""
    try:
        with read(io.BytesIO(data), name=name) as reading:
            return [(one, check_row(one, LAYOUT, today=date(2026, 11, 24))) for one in reading], None
    except Unreadable as refusal:
        return [], refusal


def mended(data, **options):
    """The file as the doctor mends it, or as it is where it is refused."""
    try:
        diagnosis = diagnose(io.BytesIO(data), today=date(2026, 11, 24), name="LRB_10004721_241120261500.CSV")
    except Unreadable:
        return data
    out = io.BytesIO()
    mend(io.BytesIO(data), diagnosis, out, **options)
    return out.getvalue()


@settings(max_examples=300)
@given(head=st.sampled_from([b"", HEAD, HEAD.lower(), b"\xef\xbb\xbf" + HEAD]), data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(head, data):
    records, refusal = read_all(mended(head + data), "LRB_10004721_241120261500.CSV")
    assert refusal is None or (refusal.message and refusal.fix)
    records, refusal = read_all(head + data, "LRB_10004721_241120261500.CSV")
    assert refusal is None or (refusal.message and refusal.fix)
    assert all(finding.says for _, findings in records for finding in findings)
    assert not any("\0" in value for record, _ in records for value in record.values.values())


@settings(max_examples=200)
@given(data=st.data())
def test_any_damage_to_a_good_file_is_read_or_refused(data):
    out = io.BytesIO()
    write(LAYOUT, out, file={"UKPRN": "10004721"}, records=[{"GivenName": "Ada", "Notes": "a\nb"}] * 3)
    damaged = bytearray(out.getvalue())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    records, refusal = read_all(bytes(damaged))
    assert refusal is None or refusal.fix
    assert [record.number for record, _ in records] == list(range(1, len(records) + 1))


@given(
    days=st.lists(st.dates(date(1920, 1, 1), date(2012, 1, 1)), min_size=1, max_size=6),
    form=st.sampled_from([("%d/%m/%Y", "day-first"), ("%m/%d/%Y", "month-first"), ("%d-%b-%y", "day-first")]),
    identifier=TEXT,
)
def test_dates_turned_round_come_back_once_their_order_is_known(days, form, identifier):
    written, order = form
    rows = [{"MISIdentifier": identifier, "GivenName": "Ada", "DateOfBirth": day.strftime(written)} for day in days]
    out = io.BytesIO()
    write(LAYOUT, out, file={}, records=rows)
    with read(io.BytesIO(mended(out.getvalue(), choices={"dates:DateOfBirth": order}))) as reading:
        found = [(one.values["DateOfBirth"], one.values["MISIdentifier"]) for one in reading]
    assert found == [(day.isoformat(), identifier) for day in days]
