"""Watched access: what an organisation's searches look like, and what follows when they look like misuse."""

from rollbook.organisations.watch.figures import FIGURES
from rollbook.organisations.watch.judging import Seen, Verdict, judge, judge_organisation, until_next_look
from rollbook.organisations.watch.page import watch_markdown
from rollbook.organisations.watch.rules import Effect, Rule, Watch, load_watch
from rollbook.organisations.watch.searches import Home, Kind, Search, unsettled

__all__ = [
    "FIGURES",
    "Effect",
    "Home",
    "Kind",
    "Rule",
    "Search",
    "Seen",
    "Verdict",
    "Watch",
    "judge",
    "judge_organisation",
    "load_watch",
    "unsettled",
    "until_next_look",
    "watch_markdown",
]
