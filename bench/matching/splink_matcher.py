"""Splink with the settings checked in, pre-trained, on the DuckDB backend: its best learner for each search."""

from __future__ import annotations

import json
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import polars as pl
from splink import DuckDBAPI, Linker

from bench.matching.scores import Answers
from bench.matching.splink_columns import splink_columns
from bench.matching.splink_settings import FOLDER


def splink_settings(errors: str) -> dict[str, Any]:
    """The settings trained on one model of errors."""
    settings: dict[str, Any] = json.loads((FOLDER / f"{errors}.json").read_text(encoding="utf-8"))
    return settings


@dataclass(frozen=True, slots=True)
class SplinkMatcher:
    """A pre-trained Splink model."""

    settings: dict[str, Any]

    def answers(self, queries: pl.DataFrame, register: pl.DataFrame) -> Answers:
        """Every candidate pair with its match weight, and the seconds it took."""
        started = perf_counter()
        api = DuckDBAPI()
        frames = [
            api.register(splink_columns(frame).to_arrow(), table_name=name)
            for name, frame in (("searches", queries), ("learners", register))
        ]
        settings = {**self.settings, "probability_two_random_records_match": 0.7 / max(len(register), 1)}
        linker = Linker(frames, settings, log_level="ERROR")
        pairs = linker.inference.predict().as_duckdbpyrelation().pl()
        return Answers(_sided(pairs), perf_counter() - started)


def _sided(pairs: pl.DataFrame) -> pl.DataFrame:
    """Columns id, learner_id, weight: Splink orders the two sides of a pair by the name of the table."""
    left = pl.col("source_dataset_l") == "searches"
    return pairs.select(
        id=pl.when(left).then("unique_id_l").otherwise("unique_id_r"),
        learner_id=pl.when(left).then("unique_id_r").otherwise("unique_id_l"),
        weight="match_weight",
    )
