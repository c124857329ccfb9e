"""What allauth asks of us: nobody signs up by themselves, and pages obey the strict policy."""

from functools import wraps
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm as AllauthConfirmLoginCodeForm
from allauth.account.models import EmailAddress
from allauth.decorators import rate_limit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.enums import Role
from directory.permissions import User, organisations_of


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by accepting an invitation, never by a form for anyone."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who is in no organisation would find the desk closed; the account page says why."""
        has_desk = request.user.is_superuser or organisations_of(request.user).exists()
        return super().get_login_redirect_url(request) if has_desk else reverse("account")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Both sides must have made sure of the address: the provider, and we."""
        verified = EmailAddress.objects.filter(email__iexact=email, verified=True)
        return verified.exists() and super().can_authenticate_by_email(login, email)


class MFAAdapter(DefaultMFAAdapter):
    def build_totp_svg(self, url: str) -> str:
        """For putting into the page itself: the policy allows neither data: images nor styles."""
        return segno.make(url, error="m").svg_inline(
            scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None
        )


class ConfirmLoginCodeForm(AllauthConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs = {
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "autofocus": True,
        }


class AddPasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["passwordless"].initial = True


@rate_limit(action="oidc")
@wraps(openid_connect.login)
def oidc_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leaves for the provider by a page: the policy lets no form end at another site."""
    response = openid_connect.login(request, provider_id)
    if response.status_code == 302 and "://" in response["Location"]:
        return render(
            request, "socialaccount/login_redirect.html", {"redirect_to": response["Location"]}
        )
    return response


ENROL_FIRST = _("Add a second way to prove who you are. The desk opens after that.")


def must_enrol(user: User) -> bool:
    """Whether the site asks this user for a second factor that is not there yet."""
    if not settings.STAFF_SECOND_FACTOR or not user.is_authenticated:
        return False
    has_power = user.is_superuser or organisations_of(user, Role.MANAGER).exists()
    return has_power and not is_mfa_enabled(user)
