"""The part of the page of figures that tells how well people are found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NAMES = {"ours": "Rollbook", "splink": "Splink 5"}
_SETS = {
    "independent": "independent errors",
    "correlated": "correlated errors",
    "dense": "independent errors, births so close that names are as dense as among 60 million",
}


def markdown(results: Mapping[int, Mapping[str, Any]]) -> str:
    """One section, a part for each size of register that was measured."""
    lines = [
        "## Finding people",
        "",
        "Searches for invented people: 70 % are on the register with details gone wrong, 30 % are not; a third of the",
        "absent resemble a learner (sibling, twin, junior, cousin, same names and birth date). Splink comes trained",
        "with the settings in `bench/matching/splink` (u from random pairs, m without labels, people of other seeds),",
        "and uses the same details and list of nicknames. Ours has learnt from labelled people of other seeds, made by",
        "the same generator: the rows across kinds of errors, and FEBRL, show what is left elsewhere. Thresholds are",
        "fixed on other seeds than those tested.",
        "The last columns of the first table: recall where the threshold promised 99.8 % precision, with the precision",
        "it really had; recall read off at 99.8 % on the tested set; true learners among the candidates; speed.",
    ]
    for size, measured in sorted(results.items()):
        lines += ["", f"### {size:,} learners, {min(size // 10, 100_000):,} searches", "", *_size(measured)]
    return "\n".join(lines) + "\n"


def _size(measured: Mapping[str, Any]) -> list[str]:
    lines = [
        "| errors | matcher | F1 | precision | recall | recall at 99.8 % (had) | read off | reach | searches/s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    searches = min(int(measured["size"]) // 10, 100_000)
    for name, sides in measured["sets"].items():
        lines += [_row(_SETS[name], _NAMES[side], judged, searches) for side, judged in sides.items()]
    for name, sides in measured["cross"].items():
        says = f"{_SETS[name]}; trained and thresholds fixed on the other errors"
        lines += [_row(says, _NAMES[side], judged, searches) for side, judged in sides.items()]
    return [
        *lines,
        "",
        *_exact(measured),
        "",
        *_false_links(measured),
        "",
        *_communities(measured),
        "",
        _febrl(measured),
    ]


def _row(says: str, matcher: str, judged: Mapping[str, Any], searches: int) -> str:
    best, high, read = judged["best_f1"], judged["high_precision"], judged["high_precision_read_off"]
    cells = [
        says,
        matcher,
        f"{best['f1']:.4f}",
        f"{best['precision']:.4f}",
        f"{best['recall']:.4f}",
        f"{high['recall']:.3f} ({high['precision']:.4f})",
        f"{read['recall']:.3f}",
        f"{judged['reach']:.2%}",
        f"{searches / judged['seconds']:,.0f}",
    ]
    return "| " + " | ".join(cells) + " |"


def _exact(measured: Mapping[str, Any]) -> list[str]:
    counts = [(_SETS[name], sides["ours"]["exact"]) for name, sides in measured["sets"].items()]
    says = [f"{count['wrong']} of {count['made']:,} wrong ({name})" for name, count in counts]
    return [f"`ExactMatch`: {'; '.join(says)}."]


def _false_links(measured: Mapping[str, Any]) -> list[str]:
    kinds = ["same_details", "twin", "junior", "sibling", "cousin", "stranger", "present"]
    lines = [
        "False links by who was searched for (`present`: another learner was taken), at best F1:",
        "",
        f"| errors | matcher | {' | '.join(kinds)} |",
        f"|---|---{'|---' * len(kinds)}|",
    ]
    for name, sides in measured["sets"].items():
        for side, judged in sides.items():
            counts = " | ".join(str(judged["false_links"].get(kind, 0)) for kind in kinds)
            lines.append(f"| {_SETS[name]} | {_NAMES[side]} | {counts} |")
    return lines


def _communities(measured: Mapping[str, Any]) -> list[str]:
    sides = measured["sets"]["independent"]
    lines = [
        "Recall by name community at best F1, independent errors, with its 95 % interval; between best and worst "
        + ", ".join(f"{_NAMES[side]} {judged['gap_points']:.1f}" for side, judged in sides.items())
        + " points:",
        "",
        "| community | Rollbook | Splink 5 |",
        "|---|---|---|",
    ]
    for name in sides["ours"]["recall_by_community"]:
        cells = [_share(sides[side]["recall_by_community"][name]) for side in ("ours", "splink")]
        lines.append(f"| {name.replace('_', ' ')} | {' | '.join(cells)} |")
    return lines


def _share(recall: tuple[float, float, float]) -> str:
    share, least, most = recall
    return f"{share:.2%} ({least:.2%} to {most:.2%})"


def _febrl(measured: Mapping[str, Any]) -> str:
    found = measured["febrl_4"]
    if "skipped" in found:
        return str(found["skipped"])
    tops = ", ".join(f"{_NAMES[side]} {share:.2%}" for side, share in found["top_1"].items())
    return (
        f"FEBRL 4, all columns mapped: the right person first for {tops}. (Splink's settings here are made for people"
        " of this country and compare no identifier or street; made for it, Splink finds more than 99.9 %.)"
    )
