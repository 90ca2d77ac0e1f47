"""Django's settings for getting in: allauth without sign-up and without mail, cookies, passwords, outside providers."""

from __future__ import annotations

import os
from typing import Any

from rollbook.service.actions.signing_in.policy import load_sign_in_policy
from rollbook.service.providers import providers

# Only for a trial on one's own machine: without TLS a cookie can be read on the way.
PLAIN_HTTP = os.environ.get("ROLLBOOK_PLAIN_HTTP") == "1"
SIGN_IN_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

AUTHENTICATION_BACKENDS = ["rollbook.web.portal.signing_in.backend.ByAddress"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]

LOGIN_URL = LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
# The browser keeps a session no longer than it is open; Sessions (the middleware) ends it sooner.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = int((load_sign_in_policy().longest + load_sign_in_policy().kept).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # whoever runs the name's other hosts decides for them
# The server in front speaks TLS and must set this header itself, whatever a client sends.
SECURE_PROXY_SSL_HEADER = None if PLAIN_HTTP else ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ROLLBOOK_PROXIES", "0"))

ACCOUNT_ADAPTER = "rollbook.web.portal.signing_in.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "rollbook.web.portal.signing_in.forms.SignIn",
    "reauthenticate": "rollbook.web.portal.signing_in.forms.PasswordAgain",
    "change_password": "rollbook.web.portal.signing_in.forms.ChangePassword",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # ours are counted in the database, where all processes see them
MFA_RATE_LIMITS = False

MFA_ADAPTER = "rollbook.web.portal.signing_in.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "rollbook.web.portal.signing_in.forms.Code",
    "reauthenticate": "rollbook.web.portal.signing_in.forms.CodeAgain",
    "activate_totp": "rollbook.web.portal.signing_in.forms.NewApp",
    "deactivate_totp": "rollbook.web.portal.signing_in.forms.RemoveApp",
    "authenticate_webauthn": "rollbook.web.portal.signing_in.forms.Passkey",
    "login_webauthn": "rollbook.web.portal.signing_in.forms.PasskeyAlone",
    "reauthenticate_webauthn": "rollbook.web.portal.signing_in.forms.PasskeyAgain",
    "add_webauthn": "rollbook.web.portal.signing_in.forms.NewPasskey",
    "generate_recovery_codes": "rollbook.web.portal.signing_in.forms.NewRecoveryCodes",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Rollbook"

SOCIALACCOUNT_ADAPTER = "rollbook.web.portal.signing_in.outside.OutsideAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {"APPS": [each.as_app() for each in providers(os.environ.get("ROLLBOOK_PROVIDERS", ""))]}
}
