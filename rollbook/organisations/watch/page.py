"""The rules of the watch as a reference page."""

from __future__ import annotations

import re

from rollbook.organisations.watch.rules import Rule, Watch, load_watch

_COUNT = re.compile(r"{\w+}")


def watch_markdown() -> str:
    """Every rule with its thresholds, and how they work together."""
    watch = load_watch()
    return "\n".join(
        [
            "# What is watched in searches",
            "",
            "From `rollbook/organisations/watch/watch.toml`, where each value is explained. Why it is so:",
            "[how access is watched](../explanation/watched-access.md).",
            "",
            "A search is *settled* when it led to a learner the organisation holds. *At least* is how many searches a",
            "rule must rest on before it speaks. A dash: the rule never goes so far.",
            "",
            "| Rule | Figure | At least | Tells at | Slows at | Stops at |",
            "| --- | --- | --- | --- | --- | --- |",
            *(_row(rule) for rule in watch.rules),
            "",
            *_together(watch),
            "",
            "## What each rule says, and where it comes from",
            "",
            *(f"- **{rule.title}**: {_COUNT.sub('…', rule.says)} Source: {rule.source}" for rule in watch.rules),
            "",
        ]
    )


def _row(rule: Rule) -> str:
    steps = " | ".join("–" if step is None else f"{step:g}" for step in (rule.tell, rule.slow, rule.stop))
    return f"| **{rule.title}** `{rule.code}` | {rule.unit} | {rule.least} | {steps} |"


def _together(watch: Watch) -> list[str]:
    return [
        f"- Several rules at once: one that tells counts one, one that slows two; {watch.together_slow} slow and"
        f" {watch.together_stop} stop.",
        f"- Slowed: one part in {watch.slow_divisor} of the usual allowance. Stopped: every request is refused.",
        f"- {watch.stopped_credentials} stopped credentials stop their organisation.",
        "- All credentials of an organisation are looked at together, too. Where one made more than"
        f" {watch.leading_percent} % of the unsettled searches, it is that one's own affair.",
        f"- A look goes back over a credential's last {watch.rows} searches, at most {watch.days} days, and not beyond"
        " what was lifted.",
        f"- It follows every {watch.look_every} searches; every {watch.look_closer} once something was seen; every"
        f" {watch.look_seldom} while fewer than {watch.few_unsettled} led to no enrolment.",
        f"- Organisations of the kind {', '.join(sorted(watch.kinds_that_teach_nobody))} enrol nobody by their nature:"
        f" only {', '.join(rule.code for rule in watch.rules if rule.any_organisation)} speak of them.",
    ]
