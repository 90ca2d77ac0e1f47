"""How the difference of two versions of a standard's rules is told, in lines and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rollbook.standards.rules.differing import Change, Difference

if TYPE_CHECKING:
    from rollbook.standards.rules.both_versions import Effect, Hit

_SHOWN = 5  # records of a rule; --json has them all


def difference_lines(change: Difference, effect: Effect | None) -> Iterator[str]:
    """The difference for people."""
    yield f"From {change.before.title} to {change.after.title}."
    yield from _part("Rules that come", change.come)
    yield from _part(f"Rules of {change.after.version} whose text is not held", change.unknown)
    yield from _part("Rules that go", change.gone)
    yield from _part("Rules that change", change.changed)
    yield from _part("Fields that come", change.fields_come)
    yield from _part("Fields that go", change.fields_gone)
    yield from _part("Fields that change", change.fields_changed)
    if effect is not None:
        yield from _effect_lines(effect)


def difference_as_dict(change: Difference, effect: Effect | None) -> dict[str, Any]:
    """The difference for programs."""
    told: dict[str, Any] = {"before": change.before.version, "after": change.after.version}
    for name in ("come", "unknown", "gone", "changed", "fields_come", "fields_gone", "fields_changed"):
        told[name] = [asdict(one) for one in getattr(change, name)]
    if effect is not None:
        told["on_file"] = asdict(effect)
    return told


def _part(title: str, ones: Sequence[Change]) -> Iterator[str]:
    yield from ("", f"{title}: {len(ones) or 'none'}")
    for one in ones:
        yield f"  {one.name:26} {one.why}".rstrip()


def _effect_lines(effect: Effect) -> Iterator[str]:
    yield from ("", "In this file")
    if not effect.by_change and not effect.by_year:
        yield "  No record is hit by a rule in one version that does not hit it in the other."
    yield from _hit_lines("By rules that come, go or change", effect.by_change)
    yield from _hit_lines("By rules that stay, since the days of the year move", effect.by_year)
    for name, count in effect.without_place.items():
        yield f"  {name} holds {count:,} values, and one of the versions has no such field."
    if effect.not_compared:
        yield f"  {len(effect.not_compared)} rules cannot be compared:"
        yield from _left_out(effect.not_compared)


def _left_out(reasons: Mapping[str, str]) -> Iterator[str]:
    """Reasons that differ only in what is lacking, such as the table that was not given, are one line."""
    counts: Counter[str] = Counter()
    lacking: dict[str, set[str]] = {}
    for why in reasons.values():
        reason, _, lacks = why.rpartition(": ")
        reason, lacks = (reason, lacks.removesuffix(".")) if ": " in reason else (why, "")
        counts[reason] += 1
        lacking.setdefault(reason, set()).update({lacks} - {""})
    for reason, count in counts.most_common():
        named = ", ".join(sorted(lacking[reason]))
        yield f"    {count:4} {reason}{f': {named}.' if named else ''}"


def _hit_lines(title: str, hits: Sequence[Hit]) -> Iterator[str]:
    if not hits:
        return
    yield f"  {title}:"
    for one in hits:
        for word, records in (("no longer", one.before), ("newly", one.after)):
            if records:
                more = f" and {len(records) - _SHOWN:,} more" if len(records) > _SHOWN else ""
                yield f"    {one.rule:24} {word} {len(records):,}: {'; '.join(records[:_SHOWN])}{more}"
