"""Models of ours trained on one kind of errors only, to be tested on the other; kept in `bench/out` once made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from bench.matching.sets import TRAIN, Seeds, make_set
from rollbook.matching import Model, load_model
from rollbook.matching.training.train import Searches, train
from rollbook.synthetic.people import people

OUT = Path(__file__).parents[1] / "out"


def model_trained_on(errors: str, size: int) -> Model:
    """The model as `rollbook model train` makes it, but with one kind of errors in what it learns from."""
    file = OUT / f"model-{errors}-{size}.json"
    if not file.exists():
        document = train(
            people(size, TRAIN.register + 5),
            _searches(errors, (size // 3, size, size // 15), 10),
            _searches(errors, (size,), 50),
            seed=TRAIN.register,
            about={"errors": errors, "size": size},
            tell=lambda step: print(f"    {step}", flush=True),
        )
        OUT.mkdir(exist_ok=True)
        file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return load_model(file)


def _searches(errors: str, sizes: tuple[int, ...], apart: int) -> Iterator[Searches]:
    """Registers of several sizes, and one as dense as a national one, with searches."""
    spans = [(size, None) for size in sizes] + [(max(sizes) // 10, max(max(sizes) * 37 // 1_000_000, 1))]
    for at, (size, span_days) in enumerate(spans):
        seeds = Seeds(TRAIN.register + apart + at, TRAIN.queries + apart + at)
        made = make_set(errors, size=size, seeds=seeds, span_days=span_days)
        yield Searches(made.queries, made.register, made.truth["learner_id"].to_list())
