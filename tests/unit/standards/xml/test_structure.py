"""What does not fit the structure of an XML file is said with its record, and is never lost in silence."""

PUPIL = "<Here><Pupil>{}</Pupil></Here>"


def test_an_unknown_element_is_found(findings):
    assert findings(PUPIL.format("<UPN>A1</UPN><Shoe>9</Shoe>")) == [("unknown_element", "Shoe", "9", "pupil A1")]


def test_a_name_in_other_capitals_is_told_from_a_stranger(read):
    found = read(PUPIL.format("<upn>A1</upn>")).findings[0]
    assert (found.rule, found.fix) == ("misspelt_element", "Write it as UPN; capitals count.")


def test_an_element_of_another_place_is_told_its_own(read):
    found = read(PUPIL.format("<UPN>A1</UPN><Town>Hull</Town>")).findings[0]
    assert found.rule == "misplaced_element"
    assert "it belongs in Source/Place" in found.says


def test_an_element_out_of_order_is_read_and_said(read):
    loaded = read(PUPIL.format("<Surname>X</Surname><UPN>A1</UPN><House>2</House>"))
    assert [one.rule for one in loaded.findings] == ["element_out_of_order"]
    assert loaded.raw["pupil"].to_pylist()[0]["UPN"] == "A1"


def test_the_first_of_two_values_is_kept_and_the_second_said(read):
    loaded = read(PUPIL.format("<UPN>A1</UPN><UPN>A2</UPN>"))
    assert loaded.raw["pupil"]["UPN"].to_pylist() == ["A1"]
    assert [(one.rule, one.value) for one in loaded.findings] == [("repeated_element", "A2")]


def test_a_group_that_is_repeated_is_said_and_its_records_are_read(read):
    loaded = read("<Here><Pupil><UPN>A1</UPN></Pupil></Here><Here><Pupil><UPN>A2</UPN></Pupil></Here>")
    assert loaded.raw["pupil"]["UPN"].to_pylist() == ["A1", "A2"]
    assert loaded.raw["pupil"]["nth"].to_pylist() == [1, 2]
    assert [(one.rule, one.field) for one in loaded.findings] == [("repeated_element", "Here")]


def test_an_element_inside_a_value_is_said(findings):
    found = findings(PUPIL.format("<UPN>A<b>bold</b>1</UPN>"))
    assert found == [("element_in_value", "b", "bold", "pupil A1")]


def test_unknown_attributes_are_said_and_those_of_the_layout_read(read):
    loaded = read('<Here><Pupil status="guest" shoe="9"><UPN>A1</UPN><Surname used="true">X</Surname></Pupil></Here>')
    row = loaded.raw["pupil"].to_pylist()[0]
    assert (row["status"], row["used"], row["Surname"]) == ("guest", "true", "X")
    assert [(one.rule, one.field, one.value) for one in loaded.findings] == [("unknown_attribute", "shoe", "9")]


def test_an_attribute_of_a_value_that_has_none_is_said(findings):
    assert findings(PUPIL.format('<UPN x="1">A1</UPN>')) == [("unknown_attribute", "x", "1", "pupil A1")]


def test_text_between_elements_is_said(findings):
    assert findings(PUPIL.format("<UPN>A1</UPN>lost")) == [("stray_text", "Pupil", "", "pupil A1")]
    assert [one[0] for one in findings("<Here>lost<Pupil><UPN>A1</UPN></Pupil>too</Here>")] == ["stray_text"] * 2


def test_a_group_that_has_to_be_there_is_missed(findings):
    assert findings("") == [("missing_group", "Here", "", "document 1")]
    inner = "<Source><System>S</System></Source><Here/>"
    assert findings(inner) == [("missing_group", "Place", "", "document 1")]


def test_a_group_that_holds_nothing_is_said_where_it_may_be_away(findings):
    assert findings(PUPIL.format("<UPN>A1</UPN><Schools/>")) == [("empty_group", "Schools", "", "pupil A1")]


def test_an_element_in_another_namespace_is_said(findings):
    found = findings(PUPIL.format('<UPN xmlns="urn:other">A1</UPN>'))
    assert found == [("foreign_namespace", "UPN", "A1", "pupil 1")]


def test_records_in_a_group_of_another_namespace_are_said(findings):
    found = findings('<Here xmlns="urn:other"><Pupil xmlns="urn:invented:1"><UPN>A1</UPN></Pupil></Here>')
    assert found[0][:2] == ("foreign_namespace", "Here")


def test_a_file_in_the_wrong_namespace_is_read_all_the_same(read):
    loaded = read(b'<Return xmlns="urn:invented:9"><Here><Pupil><UPN>A1</UPN></Pupil></Here></Return>')
    assert [one.rule for one in loaded.findings] == ["wrong_namespace"]
    assert loaded.raw["pupil"].num_rows == 1


def test_a_record_that_stands_where_none_may_is_said(findings):
    found = findings("<Here/><Pupil><UPN>A1</UPN></Pupil>")
    assert found == [("misplaced_element", "Pupil", "", "document 1")]


def test_an_older_name_is_read_without_a_word(read):
    loaded = read(PUPIL.format("<UPN>A1</UPN><FamilyName>X</FamilyName>"))
    assert loaded.raw["pupil"]["Surname"].to_pylist() == ["X"]
    assert loaded.findings == []


def test_empty_and_absent_are_kept_apart(read):
    row = read(PUPIL.format("<UPN/><House></House>")).raw["pupil"].to_pylist()[0]
    assert (row["UPN"], row["House"], row["Surname"]) == ("", "", None)


def test_fields_of_one_name_have_columns_of_their_own(read):
    row = read(PUPIL.format("<Schools><Before><LEA>1</LEA></Before><LEA>2</LEA></Schools>")).raw["pupil"].to_pylist()[0]
    assert (row["before_LEA"], row["now_LEA"]) == ("1", "2")


def test_a_value_that_repeats_is_a_table(read):
    raw = read(PUPIL.format("<Needs><Need>A</Need><Need/></Needs>")).raw["need"].to_pylist()
    assert [(one["nth"], one["pupil_id"], one["Need"]) for one in raw] == [(1, 1, "A"), (2, 1, "")]


def test_comments_and_character_data_are_part_of_a_value(read):
    row = read(PUPIL.format("<UPN>A<!-- no -->1<![CDATA[<2>]]></UPN>")).raw["pupil"].to_pylist()[0]
    assert row["UPN"] == "A1<2>"


def test_findings_without_number_are_told_up_to_a_thousand_and_counted(read):
    found = read(PUPIL.format("<UPN>A1</UPN>" + "<Shoe>9</Shoe>" * 1500)).findings
    assert len(found) == 1001
    assert "500 more places" in found[-1].says


def test_a_file_full_of_different_strangers_is_bounded(read):
    found = read(PUPIL.format("<UPN>A1</UPN>" + "".join(f"<x{n}/>" for n in range(5000)))).findings
    assert len(found) == 2001
    assert "3,000 more places" in found[-1].says


def test_where_the_schema_is_may_be_said(read):
    text = """<Return xmlns="urn:invented:1" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"
        i:schemaLocation="urn:invented:1 x.xsd" made="2026-01-01"><Here/></Return>"""
    loaded = read(text.encode())
    assert loaded.findings == []
    assert loaded.raw["document"]["made"].to_pylist() == ["2026-01-01"]


def test_a_line_is_right_far_down_a_file(read):
    pupils = "\n".join(f"<Pupil>\n <UPN>A{n}</UPN>\n</Pupil>" for n in range(40_000))
    table = read(f"\n<Here>\n{pupils}<Pupil><UPN>last</UPN></Pupil><Pupil/>\n</Here>\n").raw["pupil"]
    lines = table["line"].to_pylist()
    assert lines[:2] == [4, 7]
    assert lines[-3:] == [4 + 3 * 39_999, 6 + 3 * 39_999, 6 + 3 * 39_999]
