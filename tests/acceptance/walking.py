"""Walks the portal as one person does, from Home along every link, and says what is wrong with what it sees."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.browser import is_wider_than_its_window

WIDE, PHONE = {"width": 1200, "height": 900}, {"width": 320, "height": 640}
ZOOMED = {"width": 600, "height": 450}  # what is left of the wide window when the browser shows it at 200 %
NOT_FOLLOWED = ("/api/", "/oauth/", "/static/")
# Forms that are never sent empty: they would act at once.
# The same for everybody: the visitor reads them for all.
GUIDES = {"guide", "document", "errors", "rule", "rule_book", "rule_coverage", "item", "data_set", "code_set",
          "code_sets", "burden"}  # fmt: skip
ACTS_AT_ONCE = {"sign_out", "suspend_user", "choices", "usersessions_list", "mfa_generate_recovery_codes", "help"}
MOULDS = ("layout", "rules", "definitions")  # of documents, each a page of hundreds of rows
_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
_SEEN = """() => ({
    h1: document.querySelectorAll('h1').length,
    title: document.title,
    twice: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) !== n),
    links: [...document.querySelectorAll('a[href]')].map(e => e.href),
    acts: [...document.querySelectorAll('form')].map(e => e.action)
        .concat([...document.querySelectorAll('[formaction]')].map(e => e.formAction)),
})"""
# The place of the first form to send that asks for something.
_ASKS = """() => [...document.querySelectorAll('main form')].findIndex(e => e.method === 'post' &&
    e.querySelector('input:is([type=text],[type=radio],[type=email],[type=password]),textarea,select'))"""


def name_of(address: str) -> str:
    """The page an address belongs to; "" for what is no page of the portal."""
    try:
        return str(resolve(urlsplit(address).path).func.page.name)
    except (Resolver404, AttributeError):
        return ""


def _kind_of(name: str, path: str) -> str:
    """What a page is one of: documents made from one mould, such as `layout-ctf-12`, are of one kind each."""
    mould, dash, _ = path.rpartition("/")[2].partition("-")
    return f"document {mould}" if name == "document" and dash and mould in MOULDS else name


@dataclass
class Seen:
    """What all walkers have seen together: pages shown, addresses forms are sent to, pages looked at by axe."""

    shown: set[str] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)
    looked_at: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Walker:
    """One person's walk. `most` addresses of a page are opened; axe looks at the first two of all walkers."""

    page: Any
    who: str
    home: str
    seen: Seen
    most: int = 2
    more: Mapping[str, int] = field(default_factory=dict)
    reads_guides: bool = False
    heard: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    met: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.emulate_media(reduced_motion="reduce")  # a colour on its way to another is no contrast to measure
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.heard.append(f"script: {str(error)[:200]}"))
        self.page.on("request", self._asked)

    def _said(self, message: Any) -> None:
        # That a form came back with what is missing is told by its status too, which the browser repeats.
        if message.type == "error" and "status of 422" not in message.text:
            self.heard.append(f"console: {message.text[:200]}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "about:", "blob:")):
            self.heard.append(f"asks another host: {request.url[:80]}")
        elif request.resource_type == "image":
            self.seen.shown.add(name_of(request.url))

    def walk(self, *starts: str) -> None:
        """Open the starts and everything that links lead to."""
        waiting = deque(f"{self.home}{start}" for start in starts)
        while waiting:
            address = waiting.popleft().partition("#")[0]
            if self._is_new(address):
                waiting.extend(self.open(address))

    def _is_new(self, address: str) -> bool:
        path, name = urlsplit(address).path, name_of(address)
        if not address.startswith(self.home) or path.startswith(NOT_FOLLOWED) or not name or address in self.met:
            return False
        self.met.add(address)
        kind = _kind_of(name, path)
        self.opened[kind] += 1
        most = self.more.get(kind, self.more.get(name, self.most))
        return self.opened[kind] <= most and (self.reads_guides or name not in GUIDES)

    def open(self, address: str) -> list[str]:
        """Open one page and look at it; the addresses it links to."""
        self.heard.clear()
        try:
            answer = self.page.goto(address)
        except Exception as error:
            if "Download is starting" not in str(error) and "net::ERR_ABORTED" not in str(error):
                raise
            self.seen.shown.add(name_of(address))  # a file, which is taken away and not shown
            return []
        if answer is not None and answer.status != 200:
            self._say(f"a link leads to {urlsplit(address).path}, status {answer.status}")
            return []
        links = self.look()
        self._send_empty(name_of(self.page.url))
        return links

    def look(self) -> list[str]:
        """Look at the page as it stands; the addresses it links to."""
        with suppress(Error):  # a page without a heading is told below
            self.page.locator("h1").first.wait_for(state="attached", timeout=5000)
        name = name_of(self.page.url)
        found = self.page.evaluate(_SEEN)
        self.seen.shown.add(name)
        self.seen.acts |= {name_of(each) for each in found["acts"]}
        for wrong in [*self._reads(found), *self._fits(), *self._is_accessible(name), *dict.fromkeys(self.heard)]:
            self._say(wrong)
        self.heard.clear()
        return list(found["links"])

    def _reads(self, found: dict[str, Any]) -> Iterator[str]:
        if found["h1"] != 1:
            yield f"{found['h1']} first headings"
        if not re.fullmatch(r"\S.* – Rollbook", found["title"], re.DOTALL):
            yield f"title {found['title']!r}"
        if found["twice"]:
            yield f"ids twice: {found['twice'][:3]}"

    def _fits(self) -> Iterator[str]:
        for says, size in (("320 px", PHONE), ("200 %", ZOOMED), ("1200 px", WIDE)):
            self.page.set_viewport_size(size)
            if is_wider_than_its_window(self.page):
                yield f"scrolls sideways at {says}"

    def _is_accessible(self, name: str) -> Iterator[str]:
        self.seen.looked_at[name] += 1
        if self.seen.looked_at[name] > 2:
            return
        yield from self._axe({})
        if self.seen.looked_at[name] > 1:
            return
        self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # or colours are seen half way
        yield from (f"dark: {each}" for each in self._axe(_CONTRAST))
        self.page.emulate_media(color_scheme="light")

    def _axe(self, options: dict[str, Any]) -> Iterator[str]:
        for each in Axe().run(self.page, options=options or None).response["violations"]:
            if each["impact"] in ("serious", "critical"):
                yield f"axe {each['id']}: {[node['target'] for node in each['nodes']][:3]} {each['help']}"

    def _send_empty(self, name: str) -> None:
        """Send the page's form without answers: the page that comes back says what is missing, and is looked at."""
        if name in ACTS_AT_ONCE or self.opened[name] > 1:
            return
        place = self.page.evaluate(_ASKS)
        if place >= 0:
            button = self.page.locator("main form").nth(place).locator("button[type=submit], button:not([type])").first
            if button.count() and button.is_visible():
                with self.page.expect_navigation():
                    button.click()
                self.look()

    def _say(self, wrong: str) -> None:
        path = urlsplit(self.page.url).path
        self.seen.wrong.append(f"{self.who} at {name_of(self.page.url) or path}: {wrong}")
