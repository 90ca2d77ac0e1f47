"""Getting in, in a real browser: what the demo prints, a link opened with the keyboard alone, a passkey, a provider."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from rollbook.base.one_time_codes import code_at, step_at
from tests.browser import is_wider_than_its_window, sees, serious
from tests.outside_provider import outside_provider

ROLLBOOK = str(Path(sys.executable).with_name("rollbook"))
PHONE = {"width": 320, "height": 640}
NEW = "yellow kettle under a bridge"


@pytest.fixture
def visit(demo: Any, browser: Any) -> Iterator[Any]:
    """Opens a page of nobody, at the name that passkeys need."""
    opened = []

    def open_page(**context: Any) -> Any:
        made = browser.new_context(base_url=demo.known["address"].replace("127.0.0.1", "localhost"), **context)
        opened.append(made)
        return made.new_page()

    yield open_page
    for each in opened:
        each.close()


def _is_well(page: Any) -> None:
    assert serious(page) == []
    assert not is_wider_than_its_window(page)


def _typed(page: Any, *keys: str) -> None:
    for each in keys:
        page.keyboard.press(each) if each in ("Tab", "Enter", "Space") else page.keyboard.type(each)


def _link_for(demo: Any, email: str, by: str) -> str:
    said = demo.shell("user", "link", email, "--as", by)
    return str(re.search(r"/invitation/\S+", said)[0])  # type: ignore[index]


def test_a_stranger_signs_in_with_what_the_demo_prints(demo, visit):
    address, email, password = re.search(
        r"address +(\S+)\s+e-mail +(\S+)\s+password +(\S+)", demo.said
    ).groups()  # fmt: skip
    page = visit(viewport=PHONE)
    page.goto(address)
    _is_well(page)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(demo.shell("demo", "--code", email).split()[0])
    _is_well(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Rowan Adeyemi-Lunt").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Rowan Adeyemi-Lunt"
    _is_well(page)


def test_an_invited_user_comes_in_with_the_keyboard_alone(demo, visit):
    demo.shell("user", "create", "new@wexcombe.example", "--name", "Nell Tamsin", "--role", "register",
               "--as", "super@wexcombe.example")  # fmt: skip
    page = visit(viewport=PHONE)
    page.goto(_link_for(demo, "new@wexcombe.example", "super@wexcombe.example"))
    _is_well(page)
    page.get_by_label("Password", exact=True).focus()
    _typed(page, "short", "Tab", "short", "Enter")
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Error:")
    page.get_by_label("Password", exact=True).focus()
    _typed(page, NEW, "Tab", NEW, "Enter")
    page.get_by_role("link", name="An app on my phone").focus()
    _is_well(page)
    _typed(page, "Enter")
    secret = page.locator("code.secret").inner_text()
    _is_well(page)
    page.get_by_label("The six digits the app shows").focus()
    _typed(page, code_at(secret, step_at(time.time())), "Enter")
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    assert page.locator("#recovery_codes code").count() == 10
    _is_well(page)
    page.get_by_role("link", name="I have kept them").focus()
    _typed(page, "Enter")
    page.wait_for_url("**/")
    assert page.get_by_role("link", name="Nell Tamsin").is_visible()


def test_a_passkey_alone_is_enough(demo, visit):
    page = visit()
    _with_an_authenticator(page)
    page.goto(_link_for(demo, "batch@wexcombe.example", "super@wexcombe.example"))
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_label("The same password again").fill(NEW)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="A passkey").click()
    _is_well(page)
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("link", name="Birgit Thrale").click()
    assert sees(page, "Passkey 1")
    _is_well(page)


def test_answers_outlive_the_session_they_were_typed_in(demo, visit, tmp_path):
    policy = tmp_path / "sign_in.toml"
    policy.write_text(_packaged_policy().replace("idle_minutes    = 30", "idle_minutes    = 0.05"))
    with _another_server(demo, ROLLBOOK_SIGN_IN=str(policy)) as address:
        page = visit()
        email = "view@wexcombe.example"
        _sign_in(page, demo, address, email)
        page.goto(f"{address}/account/")
        page.get_by_label("Single-key shortcuts").uncheck()
        page.wait_for_timeout(3500)
        page.get_by_role("button", name="Keep").click()
        assert sees(page, "Your answers are kept")
        _sign_in(page, demo, "", email, later=1)
        page.wait_for_url("**/account/")
        assert not page.get_by_label("Single-key shortcuts").is_checked()


def test_a_college_signs_its_people_in_itself(demo, visit, tmp_path):
    with outside_provider() as outside:
        file = tmp_path / "providers.toml"
        file.write_text(
            f'[college]\ntitle = "Wexcombe College"\naddress = "{outside}"\nclient_id = "rollbook"\n'
            'client_secret = "hush"\ndomains = ["wexcombe.example"]\n'
        )
        claims = {"email": "super@wexcombe.example", "email_verified": True, "amr": ["pwd", "mfa"]}
        httpx.put(f"{outside}/users/sunniva", json=claims).raise_for_status()
        with _another_server(demo, ROLLBOOK_PROVIDERS=str(file)) as address:
            page = visit()
            page.goto(address)
            _is_well(page)
            page.get_by_role("button", name="Sign in with Wexcombe College").click()
            page.get_by_placeholder("sub").fill("sunniva")
            page.get_by_role("button", name="Authorize").click()
            assert page.get_by_role("link", name="Sunniva Pell").is_visible()
            assert page.url == f"{address}/"


def _with_an_authenticator(page: Any) -> None:
    """A security key that always says yes, plugged into the browser (Chrome DevTools protocol, WebAuthn)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


def _sign_in(page: Any, demo: Any, address: str, email: str, later: int = 0) -> None:
    """By password and code; `later` half minutes ahead, since no code is taken twice."""
    who = next(each for each in demo.known["users"] if each["email"] == email)
    if address:
        page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(who["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code_at(who["secret"], step_at(time.time()) + later))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Sign out").wait_for()


def _packaged_policy() -> str:
    from rollbook.organisations.signing_in import PACKAGED

    return PACKAGED.read_text("utf-8")


@contextlib.contextmanager
def _another_server(demo: Any, **environment: str) -> Iterator[str]:
    """Another server of the same register, with these settings."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = str(trial.getsockname()[1])
    # The same limits: what one server leases of them is counted against the other's.
    limits = str(Path(demo.environment["ROLLBOOK_VAR"]) / "demo-limits.toml")
    settings = {**demo.environment, "ROLLBOOK_PLAIN_HTTP": "1", "ROLLBOOK_LIMITS": limits, **environment}
    command = [ROLLBOOK, "serve", "--port", port, "--workers", "1"]
    process = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        _until_it_answers(address)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _until_it_answers(address: str) -> None:
    for _ in range(300):
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{address}/sign-in").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")
