"""Files that would harm whoever opens them: each is refused in a sentence, without network and in bounded memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest

from rollbook.base.errors import Unreadable
from rollbook.standards import read
from rollbook.standards.xml import parsing
from tests.invented_layout import invented_layout

LAYOUT = invented_layout()
DOCUMENT = b'<Return xmlns="urn:invented:1"><Kind>TEST</Kind><Here/></Return>'


def archive(*members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in members:
            made.writestr(name, content)
    return out.getvalue()


def changed(data, signature, offset, form, value):
    """An archive in which one number behind a signature says something else."""
    made = bytearray(data)
    struct.pack_into(form, made, made.rindex(signature) + offset, value)
    return bytes(made)


def opened(data, name="a.zip"):
    return read(io.BytesIO(data), name=name, layout=LAYOUT)


def refusal(data, name="a.zip"):
    with pytest.raises(Unreadable) as refused:
        opened(data, name)
    assert refused.value.fix
    return refused.value.message


def test_the_one_file_of_an_archive_is_read():
    loaded = opened(archive(("__MACOSX/a.xml", b"x"), ("folder/", b""), ("folder/a.xml", DOCUMENT)))
    assert loaded.raw["document"]["Kind"].to_pylist() == ["TEST"]
    assert loaded.name == "a.zip"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (archive(("a.xml", DOCUMENT), ("b.xml", DOCUMENT)), "holds 2 files"),
        (archive(), "holds 0 files"),
        (archive(("a.zip", archive(("a.xml", DOCUMENT)))), "another archive"),
        (archive(("a.exe", DOCUMENT)), "holds no .xml"),
        (archive(("[Content_Types].xml", b""), ("xl/workbook.xml", b"")), "office program"),
        (archive(("a.xml", DOCUMENT), method=zipfile.ZIP_LZMA), "packed in a way"),
        (archive(("a.xml", DOCUMENT))[:-30], "damaged"),
        (changed(archive(("a.xml", DOCUMENT)), b"PK\x01\x02", 8, "<H", 1), "password"),
        (changed(archive(("a.xml", DOCUMENT)), b"PK\x01\x02", 24, "<I", 3_000_000_000), "unpacks to 3,000 MB"),
        (changed(archive(("a.xml", DOCUMENT * 9)), b"PK\x01\x02", 24, "<I", 40), "damaged"),
        (changed(archive(("a.xml", DOCUMENT)), b"PK\x01\x02", 16, "<I", 7), "damaged"),
        (changed(archive(("a.xml", DOCUMENT)), b"PK\x05\x06", 12, "<I", 2_000_000), "far too many files"),
    ],
)
def test_an_archive_that_is_not_one_whole_plain_file_is_refused(data, says):
    assert says in refusal(data)


BOMB = b'<!DOCTYPE Return [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Return xmlns="urn:invented:1">&b;</Return>'
FILE = b'<!DOCTYPE Return [<!ENTITY x SYSTEM "file:///etc/passwd">]><Return xmlns="urn:invented:1">&x;</Return>'


@pytest.mark.parametrize(
    "start", [b"", b'<?xml version="1.0"?>\n', b"\xef\xbb\xbf", b"<!-- x -->\n<?y z?> ", b"\r\n"], ids=repr
)
@pytest.mark.parametrize("document", [BOMB, FILE, b'<!DOCTYPE Return SYSTEM "http://example.org/x.dtd"><Return/>'])
def test_a_document_type_is_refused_before_it_is_parsed(start, document):
    assert "document type" in refusal(start + document)


def test_a_document_type_in_another_encoding_is_refused():
    assert "document type" in refusal(BOMB.decode().encode("utf-16"))


def test_a_document_type_behind_a_long_comment_is_refused():
    said = refusal(b"<!--" + b"x" * 70_000 + b"-->" + FILE)
    assert "no element begins" in said


def test_an_inclusion_is_an_element_like_any_other():
    inclusion = b'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    loaded = opened(DOCUMENT.replace(b"<Here/>", b"<Here/>" + inclusion))
    assert [one.rule for one in loaded.findings] == ["unknown_element"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not an XML file"),
        (b"no", "not an XML file"),
        (DOCUMENT[:-9], "cut short"),
        (DOCUMENT.replace(b"</Kind>", b"</Kin>"), "closed under another name than it was opened with (line 1)"),
        (DOCUMENT.replace(b"TEST", b"\n\nSmith & Son"), "(line 3)"),
        (DOCUMENT.replace(b"TEST", b"\n&nbsp;"), "(line 2)"),
        (DOCUMENT.replace(b"TEST", b"\n\0"), "(line 2)"),
        (DOCUMENT.replace(b"TEST", b"\x0b"), "line 1"),
        (DOCUMENT + b"<more/>", "goes on after its last element"),
        (b'<?xml version="1.0" encoding="ebcdic-uk"?>' + DOCUMENT, "ebcdic-uk"),
        (b"<a>" * 100_000, ""),
        (DOCUMENT.replace(b"TEST", b"x" * 11_000_000), "larger than any record"),
    ],
)
def test_what_is_no_whole_xml_is_refused_with_its_line(data, says):
    assert says in refusal(data, "a.xml")


def test_no_value_of_a_file_stands_in_a_refusal():
    assert "Sm" not in refusal(DOCUMENT.replace(b"TEST", b"Sm&ith"), "a.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_usual_encoding_is_read(encoding):
    text = DOCUMENT.decode().replace("TEST", "Zoë €")
    loaded = opened(text.encode(encoding), "a.xml")
    assert loaded.raw["document"]["Kind"].to_pylist() == ["Zoë €"]
    assert loaded.findings == []


@pytest.mark.parametrize(
    ("declared", "encoding", "findings"),
    [
        ("windows-1252", "cp1252", []),
        ("iso-8859-1", "latin-1", []),
        ("utf-8", "cp1252", ["wrong_encoding"]),
        ("utf-16", "utf-8", ["wrong_encoding"]),
        ("us-ascii", "cp1252", ["wrong_encoding"]),
        ("utf-8", "utf-16", ["wrong_encoding"]),
    ],
)
def test_letters_come_through_whatever_is_declared(declared, encoding, findings):
    text = f'<?xml version="1.0" encoding="{declared}"?>\n' + DOCUMENT.decode().replace("TEST", "Zoë")
    loaded = opened(text.encode(encoding), "a.xml")
    assert loaded.raw["document"]["Kind"].to_pylist() == ["Zoë"]
    assert [one.rule for one in loaded.findings] == findings


def test_the_line_of_the_first_letter_in_another_encoding_is_told():
    loaded = opened(DOCUMENT.replace(b"TEST", b"\n\nZo\xeb"), "a.xml")
    assert loaded.findings[0].position.line == 3


class Endless(io.RawIOBase):
    """A file of two gigabytes that nobody has to keep: a start, then the same bytes over and over."""

    def __init__(self, start: bytes, again: bytes) -> None:
        self.start, self.again, self.place = start, again * (100_000 // len(again)), 0

    def seekable(self):
        return True

    def read(self, size=-1):
        if self.place == 0:
            self.place = len(self.start)
            return self.start
        self.place += len(self.again)
        return self.again if self.place < 2_000_000_000 else b""

    def seek(self, place, whence=0):
        self.place = place
        return place

    def tell(self):
        return self.place


@pytest.mark.parametrize("again", [b"x", b"<x/>", b"<a>", b"<Pupil><UPN>A</UPN></Pupil>", b" "], ids=repr)
def test_two_gigabytes_without_one_record_are_given_up_soon(again, monkeypatch):
    monkeypatch.setattr(parsing, "LONGEST", 1_000_000)
    stream = Endless(b'<Return xmlns="urn:invented:1"><Kind>', again)
    tracemalloc.start()
    with pytest.raises(Unreadable):
        read(stream, layout=LAYOUT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert stream.place < 15_000_000  # the parser's own limit for one text is ten million
    assert peak < 15_000_000


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Unreadable, match=r"nowhere\.xml cannot be opened"):
        read(tmp_path / "nowhere.xml")
