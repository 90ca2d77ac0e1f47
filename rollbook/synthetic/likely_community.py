"""Whose way of naming a name follows most likely, from our own lists of names and nothing else.

A statistical aid: it says how a matcher treats names of one kind, in numbers of many people. It says nothing of any
person; what somebody is cannot be read off a name. It is computed when figures are asked for and stored nowhere.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from rollbook.base.text import fold
from rollbook.synthetic.communities import communities
from rollbook.synthetic.names import Pool, vocabulary

Shares = npt.NDArray[np.float64]
UNKNOWN = ""
SURE = 0.7  # the least likelihood from which a community is named
_RARE = 2e-6  # the share given to a name that a community's list does not hold


def likely_community(given: str, family: str) -> str:
    """The community whose names these are with a likelihood of 0.7 or more, else "" (not known)."""
    names, givens, families = _tables()
    said = [_shares(fold(given), givens), _shares(fold(family), families)]
    known = [shares for shares in said if shares is not None]
    if not known:
        return UNKNOWN
    weights = np.array([each.share for each in communities()])
    for shares in known:
        weights = weights * shares
    weights = weights / weights.sum()
    best = int(np.argmax(weights))
    return names[best] if weights[best] >= SURE else UNKNOWN


def _shares(name: str, table: dict[str, Shares]) -> Shares | None:
    """The name's share in each community; of a name of several words, those of its known words together."""
    if name in table:
        return table[name]
    known = [table[word] for word in name.split() if word in table]
    return np.exp(np.mean(np.log(known), axis=0)) if known else None


@cache
def _tables() -> tuple[tuple[str, ...], dict[str, Shares], dict[str, Shares]]:
    names = tuple(each.name for each in communities())
    words = vocabulary()
    givens = [(at, pool, 0.5) for (at, _), pool in words.given.items()]
    families = [(at, pool, 1.0) for at, pool in words.family.items()]
    table = _filled(families)
    for code, form in enumerate(words.female_form):
        male, female = fold(words.names[code]), fold(words.names[form])
        if form != code and male in table:
            table[female] = np.maximum(table[male], table.get(female, 0.0))
    return names, _filled(givens), table


def _filled(pools: list[tuple[int, Pool, float]]) -> dict[str, Shares]:
    table: dict[str, Shares] = {}
    names = vocabulary().names
    for at, pool, part in pools:
        rows = np.diff(pool.cumulative, axis=1, prepend=0.0) / pool.cumulative[:, -1:]
        for code, share in zip(pool.codes, rows.mean(axis=0), strict=True):
            name = fold(names[code])
            shares = table.setdefault(name, np.full(len(communities()), _RARE))
            shares[at] += part * share
    return table
