"""How good matching is, estimated from pairs that people judged: samples, precision, recall, agreement."""

from rollbook.matching.accuracy.agreement import Agreement, Verdict, agreement, settled
from rollbook.matching.accuracy.estimates import Stratum, precision, recall
from rollbook.matching.accuracy.intervals import Interval, wilson
from rollbook.matching.accuracy.sampling import Band, Sampling, allocate, band_of, bands, draw, load_sampling, total

__all__ = [
    "Agreement",
    "Band",
    "Interval",
    "Sampling",
    "Stratum",
    "Verdict",
    "agreement",
    "allocate",
    "band_of",
    "bands",
    "draw",
    "load_sampling",
    "precision",
    "recall",
    "settled",
    "total",
    "wilson",
]
