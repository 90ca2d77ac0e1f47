"""Forms at the door, in the house's look; what is right and wrong is asked of the actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import TooOften
from rollbook.service.actions.signing_in import guessing, second_factor
from rollbook.service.models import User
from rollbook.web.portal.forms import PortalForm, TextField
from rollbook.web.portal.sentences import told
from rollbook.web.portal.signing_in.adapters import AccountAdapter

WRONG = AccountAdapter.error_messages["incorrect_code"]


class AtTheDoor(PortalForm):
    """Draws allauth's fields as the house draws its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if not isinstance(field.widget, (forms.HiddenInput, forms.CheckboxInput)):
                field.widget.attrs["class"] = "input width-30"


class SignIn(AtTheDoor, LoginForm):  # type: ignore[misc] # allauth has no types
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address, password = self.fields["login"], self.fields["password"]
        address.label, password.label = _("E-mail address"), _("Password")
        password.help_text = ""
        address.widget.attrs["autocomplete"] = "username"
        address.error_messages |= {"required": _("Give your e-mail address."), "invalid": _("Give your whole address.")}
        password.error_messages["required"] = _("Give your password.")


class PasswordAgain(AtTheDoor, ReauthenticateForm):  # type: ignore[misc]
    """The password of who is signed in, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = _("Give your password.")


class ChangePassword(AtTheDoor, ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {
            "oldpassword": _("Your password now"), "password1": _("New password"),
            "password2": _("New password again"),
        }  # fmt: skip
        for name, title in titles.items():
            self.fields[name].label = title
            self.fields[name].help_text = ""
            self.fields[name].error_messages["required"] = MISSING[name]
        self.fields["password1"].help_text = HOW_LONG

    def clean_oldpassword(self) -> str:
        given = str(self.cleaned_data["oldpassword"])
        if not get_adapter().reauthenticate(self.user, given):  # counted, as every guess is
            raise get_adapter().validation_error("enter_current_password")
        return given


class ChosenPassword(AtTheDoor):
    """A password chosen by whoever opened a one-time link."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )  # fmt: skip
    again = forms.CharField(
        label=_("The same password again"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Type the password again.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = HOW_LONG

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("The two passwords are not the same. Type both again."))
        return again


class Code(PortalForm):
    """Six digits of an authenticator app, or a recovery code."""

    code = TextField(width=10, autocomplete="one-time-code", max_length=40, label=_("Code"))
    reauthenticated = False

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["code"].widget.attrs["inputmode"] = "text" if self.reauthenticated else "numeric"

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not code.strip():
            raise ValidationError(_("Give the code."))
        try:
            guessing.refuse_locked(self.user.email)
            taken = second_factor.take_code(self.user, code)
            if taken is None:
                guessing.wrong(self.user.email, factor="code")
        except TooOften as locked:
            raise ValidationError(told(locked)) from locked
        if taken is None:
            raise ValidationError(WRONG)
        self.authenticator: Authenticator = taken
        self.authenticator.user = self.user
        return code

    def save(self) -> None:
        """Note in the session that the factor was shown."""
        post_authentication(context.request, self.authenticator, reauthenticated=self.reauthenticated)


class CodeAgain(Code):
    """The same from who is signed in, before something that matters."""

    reauthenticated = True


class NewApp(PortalForm):
    """The first code an authenticator app shows: it proves that the app has the secret."""

    code = TextField(width=10, autocomplete="one-time-code", max_length=40, label=_("The six digits the app shows"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        # One secret for the whole visit: the page may be opened again after the picture was scanned.
        self.secret: str = get_totp_secret()
        self.step = -1

    def clean_code(self) -> str:
        step = second_factor.check_new(self.secret, str(self.cleaned_data["code"]))
        if step is None:
            raise ValidationError(_("This code does not fit. Check the clock of your phone, and type the newest code."))
        self.step = step
        return str(self.cleaned_data["code"])


class RemoveApp(AtTheDoor, DeactivateTOTPForm):  # type: ignore[misc]
    """Nothing to fill in."""


class NewRecoveryCodes(AtTheDoor, GenerateRecoveryCodesForm):  # type: ignore[misc]
    """Nothing to fill in."""


class Whole:
    """What a browser made is JSON of a certain form; anything else is refused as a wrong code is."""

    def clean(self) -> Any:
        with _refusing_nonsense():
            return super().clean()  # type: ignore[misc]

    def clean_credential(self) -> Any:
        ours = getattr(super(), "clean_credential", None)
        with _refusing_nonsense():
            return ours() if ours is not None else self.cleaned_data["credential"]  # type: ignore[attr-defined]


class Passkey(Whole, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second factor."""


class PasskeyAlone(Whole, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey as both factors."""


class PasskeyAgain(Whole, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey from who is signed in, before something that matters."""


class NewPasskey(Whole, AtTheDoor, AddWebAuthnForm):  # type: ignore[misc]
    """A name for a passkey, and what the browser made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.help_text = _("What you call it"), _("So that you know it again, such as “work laptop”.")
        alone.label = _("It is enough alone")
        alone.help_text = _("Then you sign in with it and no password. It asks for your finger, face or PIN.")
        alone.initial = True
        alone.widget.attrs["class"] = "tick"


@contextmanager
def _refusing_nonsense() -> Iterator[None]:
    # fido2 parses what came from outside and says with any of these that it is not what it should be.
    try:
        yield
    except (AttributeError, KeyError, LookupError, TypeError, ValueError) as wrong:
        if isinstance(wrong, ValidationError):
            raise
        raise ValidationError(WRONG) from wrong


MISSING = {
    "oldpassword": _("Give your password."), "password1": _("Choose a password."),
    "password2": _("Type the password again."),
}  # fmt: skip
HOW_LONG = _("At least 12 characters. Three or four words that do not belong together are good, and easy to remember.")
