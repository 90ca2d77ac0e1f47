"""The model file and its chart."""

import json
from itertools import pairwise

import pytest

from rollbook.base.errors import Unreadable
from rollbook.matching import FIELDS, load_model
from rollbook.matching.chart import rows_of, svg_of, text_of
from rollbook.matching.model import known_interactions
from rollbook.matching.training.fit import ORDERED


def test_every_pattern_has_a_sentence_and_a_trained_weight():
    model = load_model()
    assert [one.name for one in model.interactions] == [one.name for one in known_interactions()]
    assert all(one.says.endswith(".") for one in model.interactions)
    assert any(one.weight < -1 for one in model.interactions)


@pytest.mark.parametrize(("name", "codes"), ORDERED)
def test_agreement_that_reaches_further_never_weighs_less(name, codes):
    levels = load_model().fields[name].levels
    weights = [levels[FIELDS[name][code.upper()]].weight for code in codes]
    assert all(more >= less - 0.02 for more, less in pairwise(weights))


def test_a_missing_detail_weighs_nothing():
    assert all(field.levels[0].weight == 0 for field in load_model().fields.values())


@pytest.mark.parametrize("content", ["", "{}", "[]", "\x00", '{"fields": 3}'])
def test_a_file_that_is_no_model_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "model.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Unreadable, match="not a matching model"):
        load_model(path)


def test_a_missing_model_file_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(Unreadable, match="not a matching model"):
        load_model(tmp_path / "none.json")


def test_a_model_file_of_ones_own_is_read(tmp_path):
    from rollbook.matching.model import data_file

    document = json.loads(data_file("model.json").read_text(encoding="utf-8")) | {"offset": 3.5}
    path = tmp_path / "model.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert load_model(path).offset == 3.5


def test_the_chart_shows_every_level_and_pattern():
    rows = rows_of(load_model())
    assert len(rows) == sum(len(kind) - 1 for kind in FIELDS.values()) + len(known_interactions())
    assert len(text_of(rows).splitlines()) == len(rows) + 1
    assert svg_of(rows).count("<rect") == len(rows) + 1
