"""Learners who have numbers: each its own, well formed, and the same for the same seed."""

from rollbook.definitions.identifiers import uln
from rollbook.synthetic.registered import registered


def test_every_learner_has_a_number_of_her_own():
    made = registered(3000, 5, ukprns=["90000101"])
    assert made["uln"].n_unique() == 3000
    assert all(uln.is_valid(number) for number in made["uln"])


def test_the_same_seed_gives_the_same_numbers():
    first, second = (registered(200, 5, ukprns=["90000101", "90000102"]) for _ in range(2))
    assert first.equals(second)
