"""Where django-allauth asks us: who may come in, what is counted, what is encrypted, what is said."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import clear_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollbook.base.errors import TooOften
from rollbook.service import limits
from rollbook.service.actions.access import stopped_because
from rollbook.service.actions.preferences import chosen
from rollbook.service.actions.signing_in import guessing, second_factor
from rollbook.service.actions.signing_in.events import note
from rollbook.service.keys import secret
from rollbook.service.models import User
from rollbook.web.portal.sentences import told
from rollbook.web.portal.signing_in import sessions
from rollbook.web.portal.signing_in.welcome import in_language, welcome

SAID = {
    "mfa/messages/totp_activated.txt": gettext_lazy("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Your authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Your passkey is set up."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed. Your other sessions have ended."),
    "account/messages/logged_out.txt": gettext_lazy("You are signed out."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Passwords and the session that follows."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "The address or the password is not right. Check both, and that Caps Lock is off."
        ),
        "incorrect_password": gettext_lazy("This is not your password. Type it again."),
        "enter_current_password": gettext_lazy("This is not your password. Type it again."),
        "incorrect_code": gettext_lazy(
            "This code is not right, or was used. Type the next one that the app shows, or another recovery code."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The user with this address and password; guesses are counted, and too many are refused unread."""
        email = str(credentials.get("email", ""))
        clear_authentication_records(request)
        limits.spend_action("sign_in", key=self.get_client_ip(request))
        with _as_words():
            guessing.refuse_locked(email)
        found: User | None = _authenticated(request, credentials)
        if found is None:
            with _as_words():
                guessing.wrong(email, factor="password")
        return found

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the password of somebody signed in already; counted as at the door."""
        with _as_words():
            guessing.refuse_locked(user.email)
        if user.check_password(password):
            return True
        with _as_words():
            guessing.wrong(user.email, factor="password")
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        # Who has no second factor yet comes straight from the password and is asked for nothing but the factor.
        if not sessions.second_factor_of(context.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_login_stages(self) -> list[str]:
        return ["rollbook.web.portal.signing_in.stages.SecondFactor"]

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if answer is not None:
            note("sign_in", "suspended", user)
        return answer

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        answer: HttpResponse = super().respond_user_inactive(request, user)
        stopped = stopped_because(user)
        request.session[sessions.STOPPED] = stopped.cause if stopped is not None else ""
        return answer

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin a session under a new key."""
        super().login(request, user)
        sessions.begin(request, user)
        guessing.right(user.email)
        welcome(request, user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        in_language(answer, chosen(user).language)
        return answer

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            sessions.end(request, "asked")
        super().logout(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        from allauth.core.internal.httpkit import get_client_ip

        return get_client_ip(request) or "::"

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        says = message or SAID.get(message_template or "")
        if says:
            messages.add_message(request, level, str(says), extra_tags=extra_tags)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: there is no mail server; the account page and the access log show what happened."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are unreadable in the table, and the last one stays."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": gettext_lazy("This is your only second factor. Set up another one first."),
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""  # the folder of keys is another one: no code fits, and a link sets up anew

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=second_factor.STRONG)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 # allauth's name
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey {number}").format(number=count + 1)

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.name}

    def _get_site_name(self) -> str:
        return "Rollbook"


class _as_words:  # noqa: N801 # reads as a phrase where it is used
    """Turn a lock into a sentence of the form it happened in."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, TooOften):
            raise ValidationError(told(error)) from error


def _authenticated(request: HttpRequest, credentials: dict[str, Any]) -> User | None:
    from allauth.account.auth_backends import AuthenticationBackend
    from django.contrib.auth import authenticate

    AuthenticationBackend.unstash_authenticated_user()
    found = authenticate(request, **credentials)
    # One who is suspended and knows the password is told so, and nobody else.
    return found or AuthenticationBackend.unstash_authenticated_user()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret("second-factors").encode()).digest()))
