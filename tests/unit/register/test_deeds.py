"""Whatever the log says of a learner is told to her in words."""

import ast
from pathlib import Path

import rollbook
from rollbook.register.deeds import deed, deeds

SOURCES = Path(rollbook.__file__).parent
# Lines that name no learner.
ABOUT_NOBODY = {
    "ask_sample", "change_threshold", "check_file", "draw_sample", "load", "mend_upload", "read_figures", "read_log",
    "read_statistics", "restore", "send_batch", "stop_batch", "sweep", "upload", "list_without_number",
    "load_reference",
}  # fmt: skip


def _actions():
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Entry":
                named = [each.value for each in node.keywords if each.arg == "action"]
                first = (node.args or named)[0]
                if isinstance(first, ast.Constant):
                    yield first.value


def test_every_action_that_names_learners_has_its_sentence():
    assert {action for action in _actions() if action not in ABOUT_NOBODY} - set(deeds()) == set()


def test_an_outcome_may_have_a_sentence_of_its_own():
    assert deed("find", "possible") != deed("find", "too_many") == deed("find")


def test_an_unknown_action_is_not_left_out():
    assert deed("opened_by_hand") == "Opened by hand."
