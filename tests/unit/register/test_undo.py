"""What an undone link gives back, what it leaves, and what it asks a reviewer."""

from typing import Any

from rollbook.register.consequences import with_consequences
from rollbook.register.undo import Change, Returned, plan

N, S, T = 1000000001, 2000000002, 3000000003  # the number that leaves, the survivor, a third number
ASH = [{"given_name": "Ann", "family_name": "Ash", "kind": "former"}]
START = {
    "given_name": "Ann",
    "family_name": "Ash",
    "postcode": "LE1 1AA",
    "email": "",
    "scottish_candidate_number": "",
    "unique_pupil_number": "",
    "alternative_names": [],
    "former_names": [],
    "former_postcodes": [],
    "identifiers": [],
}


def story(*steps: tuple[int, dict[str, Any]]) -> tuple[list[Change], dict[str, Any]]:
    """The changes these updates make one after the other, and the record after them."""
    record, changes = dict(START), []
    for asked_under, values in steps:
        full = with_consequences(record, values)
        details = {name: (record[name], value) for name, value in full.items() if record[name] != value}
        changes.append(Change(asked_under, details))
        record |= full
    return changes, record


def after(record: dict[str, Any], undone) -> dict[str, Any]:
    return record | dict(undone.restored)


def test_what_was_changed_under_the_number_alone_goes_back_with_it():
    changes, record = story((N, {"family_name": "Beech", "postcode": "LE2 2BB"}))
    undone = plan(START, changes, [N])
    assert undone.returned == (Returned(N, {"family_name": "Beech", "postcode": "LE2 2BB"}),)
    assert after(record, undone) == START


def test_what_was_changed_under_the_survivor_alone_stays():
    changes, record = story((S, {"family_name": "Beech"}))
    undone = plan(START, changes, [N])
    assert undone.returned == ()
    assert after(record, undone) == record


def test_a_detail_changed_under_both_waits_for_a_reviewer():
    changes, record = story((N, {"family_name": "Beech", "email": "n@example.invalid"}), (S, {"family_name": "Cedar"}))
    undone = plan(START, changes, [N])
    assert undone.unclear == {"family_name": ("Beech", "Cedar")}
    assert undone.returned == (Returned(N, {"email": "n@example.invalid"}),)
    assert after(record, undone) == record | {"email": ""}


def test_others_changes_that_came_to_nothing_ask_nobody():
    changes, record = story((S, {"family_name": "Cedar"}), (S, {"family_name": "Ash"}), (N, {"family_name": "Beech"}))
    undone = plan(START, changes, [N])
    assert undone.unclear == {}
    assert after(record, undone)["family_name"] == "Ash"


def test_a_value_put_right_by_the_others_goes_back_without_a_question():
    changes, record = story((N, {"family_name": "Beech"}), (S, {"family_name": "Ash"}))
    undone = plan(START, changes, [N])
    assert undone.unclear == {}
    assert undone.returned == (Returned(N, {"family_name": "Beech"}),)
    assert after(record, undone)["family_name"] == "Ash"


def test_no_name_of_the_number_stays_among_the_survivors_former_names():
    changes, record = story((N, {"family_name": "Beech"}), (S, {"given_name": "Anna"}), (N, {"family_name": "Cedar"}))
    undone = plan(START, changes, [N])
    survivor = after(record, undone)
    assert (survivor["given_name"], survivor["family_name"]) == ("Anna", "Ash")
    assert survivor["former_names"] == [{"given_name": "Ann", "family_name": "Ash", "kind": "former"}]


def test_the_survivors_own_former_names_and_postcodes_stay():
    changes, record = story((S, {"postcode": "LE3 3CC"}), (N, {"family_name": "Beech"}))
    undone = plan(START, changes, [N])
    assert after(record, undone)["former_postcodes"] == ["LE1 1AA"]
    assert after(record, undone)["former_names"] == []


def test_a_number_takes_along_what_was_asked_under_the_numbers_linked_to_it():
    changes, _ = story((T, {"email": "t@example.invalid"}), (N, {"postcode": "LE2 2BB"}))
    undone = plan(START, changes, [N, T])
    assert undone.returned == (Returned(T, {"email": "t@example.invalid"}), Returned(N, {"postcode": "LE2 2BB"}))


def test_every_step_goes_back_in_order_so_that_no_name_in_between_is_lost():
    changes, _ = story((N, {"family_name": "Beech"}), (N, {"family_name": "Cedar"}))
    assert plan(START, changes, [N]).returned == (
        Returned(N, {"family_name": "Beech"}),
        Returned(N, {"family_name": "Cedar"}),
    )


def test_an_identifier_follows_its_number():
    changes, record = story((N, {"scottish_candidate_number": "100000011"}))
    assert after(record, plan(START, changes, [N]))["identifiers"] == []


def repair(record: dict[str, Any], undone) -> Change:
    """What an undo writes into the record."""
    details = {name: (record[name], value) for name, value in undone.restored.items() if record[name] != value}
    return Change(T, details, follows=False)


def test_what_an_earlier_undo_took_back_asks_no_question_later():
    changes, record = story((N, {"family_name": "Beech"}), (T, {"family_name": "Cedar", "email": "t@x.invalid"}))
    when_linked = {**START, "family_name": "Beech", "former_names": ASH}
    first = plan(when_linked, changes[1:], [T])
    undone = plan(START, [*changes, repair(record, first)], [N])
    assert first.unclear == undone.unclear == {}
    assert undone.returned == (Returned(N, {"family_name": "Beech"}),)
    assert (undone.restored["family_name"], undone.restored["former_names"]) == ("Ash", [])


def test_a_repair_alone_is_no_change_of_the_others():
    taken_back = Change(T, {"family_name": ("Beech", "Ash")}, follows=False)
    start = {**START, "family_name": "Beech"}
    ours = Change(N, {"family_name": ("Ash", "Elm")})
    undone = plan(start, [taken_back, ours], [N])
    assert undone.unclear == {}
    assert undone.restored["family_name"] == "Ash"


def test_a_repair_to_nothing_is_taken_for_what_it_is():
    given = Change(T, {"email": ("", "t@x.invalid")})
    taken_back = Change(T, {"email": ("t@x.invalid", "")}, follows=False)
    undone = plan(START, [Change(S, {"postcode": ("LE1 1AA", "LE2 2BB")}), given, taken_back], [N])
    assert (undone.returned, dict(undone.unclear)) == ((), {})


def test_nothing_changed_is_nothing_to_undo():
    undone = plan(START, [], [N])
    assert (undone.returned, dict(undone.restored), dict(undone.unclear)) == ((), {}, {})


def test_an_unclear_identifier_does_not_hold_back_another():
    upn = "unique_pupil_number"
    changes, record = story((N, {"scottish_candidate_number": "100000011", upn: "C801200000014"}), (S, {upn: "other"}))
    undone = plan(START, changes, [N])
    assert set(undone.unclear) == {upn}
    assert after(record, undone)["identifiers"] == [{"scheme": "UPN", "value": "other"}]


def test_a_list_of_names_changed_under_both_waits_as_a_whole():
    oak, elm = ([{"given_name": "Ann", "family_name": name}] for name in ("Oak", "Elm"))
    changes, record = story((N, {"alternative_names": oak}), (S, {"alternative_names": elm}))
    undone = plan(START, changes, [N])
    assert undone.unclear == {"alternative_names": (oak, elm)}
    assert after(record, undone) == record


def test_what_was_corrected_as_a_mistake_comes_into_no_list_when_the_link_is_undone():
    mistake = Change(N, {"family_name": ("Ash", "Aske")}, was_mistake=True)
    undone = plan(START, [mistake], [N])
    assert undone.returned == (Returned(N, {"family_name": "Aske"}, was_mistake=True),)
    assert undone.restored["former_names"] == START["former_names"]
