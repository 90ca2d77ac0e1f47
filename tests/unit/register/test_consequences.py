"""The name, postcode and number that were there before stay in the record's lists."""

from rollbook.register.consequences import added, with_consequences, without

RECORD = {
    "given_name": "Ann",
    "family_name": "Ash",
    "postcode": "LE1 1AA",
    "scottish_candidate_number": "",
    "former_names": [],
    "former_postcodes": [],
    "identifiers": [{"scheme": "OTHER", "value": "7"}],
}
ASH = {"given_name": "Ann", "family_name": "Ash", "kind": "former"}


def test_a_new_name_makes_the_old_one_a_former_name():
    assert with_consequences(RECORD, {"family_name": "Beech"}) == {"family_name": "Beech", "former_names": [ASH]}


def test_the_same_name_has_no_consequences():
    assert with_consequences(RECORD, {"family_name": "Ash", "email": "a@example.invalid"}) == {
        "family_name": "Ash",
        "email": "a@example.invalid",
    }


def test_a_former_name_stands_once():
    once = RECORD | with_consequences(RECORD, {"family_name": "Beech"})
    back = once | with_consequences(once, {"family_name": "Ash"})
    again = back | with_consequences(back, {"family_name": "Beech"})
    assert again["former_names"].count(ASH) == 1


def test_a_move_keeps_the_old_postcode():
    assert with_consequences(RECORD, {"postcode": "LE2 2BB"})["former_postcodes"] == ["LE1 1AA"]


def test_an_empty_postcode_is_no_former_one():
    assert "former_postcodes" not in with_consequences({**RECORD, "postcode": ""}, {"postcode": "LE2 2BB"})


def test_a_scottish_candidate_number_replaces_its_own_entry_only():
    given = RECORD | with_consequences(RECORD, {"scottish_candidate_number": "100000011"})
    taken = with_consequences(given, {"scottish_candidate_number": ""})
    assert given["identifiers"] == [{"scheme": "OTHER", "value": "7"}, {"scheme": "SCN", "value": "100000011"}]
    assert taken["identifiers"] == [{"scheme": "OTHER", "value": "7"}]


def test_each_identifier_stands_under_its_own_scheme():
    record = {**RECORD, "unique_pupil_number": ""}
    both = with_consequences(record, {"scottish_candidate_number": "100000011", "unique_pupil_number": "C801200000014"})
    taken = with_consequences(record | both, {"scottish_candidate_number": ""})
    assert [each["scheme"] for each in both["identifiers"]] == ["OTHER", "SCN", "UPN"]
    assert [each["scheme"] for each in taken["identifiers"]] == ["OTHER", "UPN"]


def test_lists_keep_their_order_and_repeat_nothing():
    assert added(["a", "b"], ["c", "a", "c"]) == ["a", "b", "c"]
    assert without(["a", "b", "c"], ["b", "x"]) == ["a", "c"]


def test_the_record_itself_is_left_alone():
    before = {**RECORD, "former_names": []}
    with_consequences(before, {"family_name": "Beech", "postcode": "LE2 2BB"})
    assert before == RECORD


def test_what_was_a_mistake_becomes_neither_a_former_name_nor_a_former_postcode():
    corrected = {"family_name": "Ashe", "postcode": "LE1 1AB"}
    assert with_consequences(RECORD, corrected, was_mistake=True) == corrected


def test_an_identifier_that_was_a_mistake_is_replaced_all_the_same():
    corrected = with_consequences(RECORD, {"scottish_candidate_number": "100000011"}, was_mistake=True)
    assert {"scheme": "SCN", "value": "100000011"} in corrected["identifiers"]


def test_what_stands_there_again_after_a_mistake_is_no_former_name_or_postcode():
    wrong = RECORD | with_consequences(RECORD, {"family_name": "Beech", "postcode": "LE2 2BB"})
    back = with_consequences(wrong, {"family_name": "Ash", "postcode": "LE1 1AA"}, was_mistake=True)
    assert (back["former_names"], back["former_postcodes"]) == ([], [])
