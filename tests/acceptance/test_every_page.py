"""Every page of the portal for everybody, in a browser: accessible, in one piece on a phone, with no request elsewhere.

A demo of its own is set so that something of each kind waits (`docs/staging.py`); each of its people then follows every
link from Home, sends each form empty, and goes the journeys whose pages come only when a form is sent.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from docs.staging import MARIGOLD, SAID, TAMSIN
from rollbook.base.one_time_codes import code_at, step_at
from rollbook.synthetic.organisations import landscape
from rollbook.web.portal.page import PAGES
from tests.acceptance.conftest import Demo, running_demo, session_of
from tests.acceptance.desk import answer_the_pages, fill_in
from tests.acceptance.walking import WIDE, Seen, Walker, name_of
from tests.browser import chromium
from tests.functional.portal.test_permissions import addresses_of_the_portal
from tests.invented_language import CODE, make_invented_language, unwrapped

PEOPLE = ("register@wexcombe.example", "batch@wexcombe.example", "super@wexcombe.example", "view@wexcombe.example",
          "reviewer@register.example", "operator@register.example", "register@brightwater.example",
          "register@hallowfield.example", "super@marlvalley.example")  # fmt: skip
OPEN = ("/sign-in", "/sign-in/cancelled", "/help/", "/organisations/apply",
        "/organisations/applied", "/rules/ilr/2025-26/rule/ULN_05")  # fmt: skip
# Pages of moments. In a browser elsewhere: a provider and a passkey (test_getting_in.py), a link just made
# (test_links_to_come_in.py), a batch under way (test_stopping_in_the_browser.py). Without a browser, in
# tests/functional/portal: asked again who one is, a factor taken away, suspended (all in door), somebody else quicker
# (test_find_create.py), a threshold taken back (test_review_samples.py).
ELSEWHERE = {"openid_connect_login", "openid_connect_callback", "mfa_login_webauthn", "user_link", "stop_batch",
             "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_deactivate_totp",
             "account_inactive", "socialaccount_login_cancelled", "find_known", "undo_threshold"}  # fmt: skip
# Those that have ended, are of one cause, or could not be read show other things.
MORE = {"reference_table": 2, "user": 3, "client": 3, "exceptions": 2, "file_check": 3, "file_check_report": 2}
# Rules and definitions are many, and alike.
MORE |= {"document layout": 2, "document rules": 2, "document definitions": 2}
MORE |= {"rule": 3, "rule_book": 3, "rule_coverage": 2, "item": 3, "data_set": 2, "code_set": 2,
         "code_sets": 2, "burden": 2}  # fmt: skip
ACTED = [each for what in ("question", "look_ups", "second_numbers", "decision") for each in landscape()[what]]
ACTED_SAID = [each[name] for each in ACTED for name in ("text", "answer", "program", "reason") if name in each]
WRITTEN = (*SAID, *ACTED_SAID,
           "Invented together with the organisation.", "Old enrolment system")  # fmt: skip  # by the demo's people
STRANGER = {**MARIGOLD, "given_name": "Eudora", "family_name": "Wintersgill", "postcode": "KW14 7AA"}
NEW = "seven kettles on a wall"
LIKE_TAMSIN = {**TAMSIN, "given_name": "Tamara"}


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo with something of each kind, and with the language nobody speaks."""
    folder = make_invented_language(tmp_path_factory.mktemp("languages"))
    with running_demo("--learners", "1000", ROLLBOOK_LANGUAGES=str(folder), ROLLBOOK_OPEN_CHECK="1") as demo:
        limits = Path(demo.environment["ROLLBOOK_VAR"]) / "demo-limits.toml"
        command = [sys.executable, "-W", "ignore", "-m", "docs.staging"]
        subprocess.run(command, env={**demo.environment, "ROLLBOOK_LIMITS": str(limits)}, check=True)
        yield demo


@pytest.fixture(scope="module")
def walked(staged: Demo) -> Iterator[tuple[Seen, dict[str, set[str]]]]:
    """What everybody saw together, and the addresses each of them met."""
    seen, met = Seen(), dict[str, set[str]]()
    with chromium() as browser:
        for who in ("visitor", *PEOPLE):
            walker = _walker(browser, staged, who, seen)
            walker.walk(*(OPEN if who == "visitor" else ["/"]))
            met[who] = walker.met
            walker.page.context.close()
        for journey in (_desk, _new_user, _two_factors):
            journey(browser, staged, seen)
        yield seen, met


def _walker(browser: Any, demo: Demo, who: str, seen: Seen) -> Walker:
    context, home = browser.new_context(viewport=WIDE), demo.known["address"]
    is_visitor = who == "visitor"
    if not is_visitor:
        purpose = "" if "@register.example" in who else "enrolment"
        context.add_cookies([{"name": "sessionid", "value": session_of(demo, who, purpose), "url": home}])
    return Walker(
        context.new_page(),
        who.split("@")[0],
        home,
        seen,
        most=60 if is_visitor else 1,
        more=MORE,
        reads_guides=is_visitor,
    )


def _desk(browser: Any, demo: Demo, seen: Seen) -> None:
    """Find, and what each outcome leads to."""
    walker = _walker(browser, demo, "register@hallowfield.example", seen)
    page = walker.page

    def press(name: str) -> None:
        page.get_by_role("button", name=name).first.click()
        page.wait_for_load_state()
        walker.look()

    def search(details: dict[str, str]) -> None:
        page.goto(f"{walker.home}/find/")
        fill_in(page, details)
        page.wait_for_load_state()
        walker.look()

    search(LIKE_TAMSIN)
    press("Show stored details of learner 1")
    press("Back to the possible matches")
    page.get_by_label("Learner 1").check()
    press("Go on with the learner I chose")
    press("Enrol this learner")
    search(MARIGOLD)
    search(STRANGER)
    press("Create a learner")
    answer_the_pages(page)
    walker.look()
    press("Give the number")
    search(STRANGER)
    page.context.close()


def _new_user(browser: Any, demo: Demo, seen: Seen) -> None:
    """A link for somebody new, opened; a password and an app, as they are asked for."""
    demo.shell("user", "create", "walked@wexcombe.example", "--name", "Wynn Alder", "--role", "register",
               "--as", "super@wexcombe.example")  # fmt: skip
    said = demo.shell("user", "link", "walked@wexcombe.example", "--as", "super@wexcombe.example")
    walker = _walker(browser, demo, "visitor", seen)
    walker.who, page, found = "invited", walker.page, re.search(r"/invitation/\S+", said)
    assert found is not None
    walker.open(f"{walker.home}{found[0]}")
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_label("The same password again").fill(NEW)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="An app on my phone").wait_for()
    walker.look()
    for each in ("/account/passkey", "/account/app"):
        page.goto(f"{walker.home}{each}")
        walker.look()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("The six digits the app shows").fill(_code(secret))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    walker.look()
    page.goto(f"{walker.home}/account/recovery-codes/new")
    walker.look()
    page.context.close()


def _two_factors(browser: Any, demo: Demo, seen: Seen) -> None:
    """Signing in as people do, up to the page that asks for the code."""
    user = next(each for each in demo.known["users"] if each["email"] == "schools@marlshire.example")
    walker = _walker(browser, demo, "visitor", seen)
    page = walker.page
    page.goto(f"{walker.home}/sign-in")
    page.get_by_label("E-mail address").fill(user["email"])
    page.get_by_label("Password").fill(user["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/sign-in/code*")
    walker.look()
    page.context.close()


def _code(secret: str) -> str:
    return str(code_at(secret, step_at(time.time())))


def test_nothing_is_wrong_on_any_page(walked):
    seen, _ = walked
    assert not seen.wrong, "\n".join(dict.fromkeys(seen.wrong))


def test_every_page_was_reached_by_somebody(walked):
    seen, _ = walked
    missed = sorted(set(PAGES) - seen.shown - seen.acts - ELSEWHERE)
    shown = [name for name in missed if not _only_acts(name)]
    assert not shown, ", ".join(shown)


def _only_acts(name: str) -> bool:
    """Whether a page takes forms and shows nothing, such as giving back what was suspended: it refuses to be opened."""
    view = next(each.callback for _, each in addresses_of_the_portal() if each.callback.page.name == name)
    while hasattr(view, "__wrapped__"):
        if "require_http_methods" in view.__code__.co_qualname:
            return True
        view = view.__wrapped__
    return False


def test_axe_looked_at_every_page_that_is_shown(walked):
    seen, _ = walked
    assert len(seen.looked_at) > 70
    assert seen.shown - set(seen.looked_at) <= FILES


FILES = {"picture", "decisions_export", "batch_form", "batch_file", "log_download", "learners_export",
         "changed_numbers_export", "learner_looks_printed", "take_upload", "review_figures", "file_check_report",
         "burden_file"}  # fmt: skip


def test_every_page_in_an_invented_language_holds_no_sentence_without_its_key(staged, walked):
    _, met = walked
    wrong = []
    for who, addresses in met.items():
        cookies = {"django_language": CODE}
        if who != "visitor":
            cookies["sessionid"] = session_of(staged, who, "" if "@register.example" in who else "enrolment")
        with httpx.Client(base_url=staged.known["address"], cookies=cookies, timeout=30) as client:
            for name, address in _one_of_each(addresses).items():
                answer = client.get(address)
                if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
                    wrong += [f"{name}: {text}" for text in unwrapped(answer.text, WRITTEN)]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def _one_of_each(addresses: set[str]) -> dict[str, str]:
    """One address of each page; a file or a guide holds no sentences of pages."""
    found = {name_of(address): address for address in sorted(addresses, reverse=True)}
    return {name: urlsplit(each)._replace(scheme="", netloc="").geturl() for name, each in found.items()
            if name not in FILES | {"guide", "document"}}  # fmt: skip
