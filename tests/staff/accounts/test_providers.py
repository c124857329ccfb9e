"""OpenID Connect."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured

from perhepalvelut.outside import oidc_apps
from tests.factories import make_member, make_organisation, make_user
from tests.staff.accounts.ways_in import LOGIN, come_back, configure, is_signed_in

pytestmark = pytest.mark.django_db


def test_a_provider_has_a_button_only_when_it_is_configured(client, settings):
    assert "Kunnan tunnus" not in client.get(LOGIN).content.decode()
    configure(settings)
    assert "Kunnan tunnus" in client.get(LOGIN).content.decode()


def test_the_way_to_the_provider_obeys_the_policy_for_forms(client, settings, provider):
    configure(settings)
    response = client.post("/staff/account/oidc/entra/login/")
    assert response.status_code == 200, "a redirect would end a form at another site"
    assert "https://idp.example.org/authorize" in response.content.decode()
    assert "form-action 'self'" in response["Content-Security-Policy"]


def test_a_provider_connects_to_the_account_of_its_verified_address(client, settings, provider):
    configure(settings)
    user = make_member("aino", make_organisation())
    assert come_back(client)["Location"] == "/staff/"
    assert get_user(client) == user
    assert SocialAccount.objects.get().user == user


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.fi"},
        {"email_verified": False},
        {"email": "unsure@example.fi"},
        {"email": ""},
    ],
)
def test_a_provider_opens_nothing_else_and_makes_no_account(client, settings, provider, claims):
    configure(settings)
    make_user("aino")
    unsure = User.objects.create_user("unsure", "unsure@example.fi")
    EmailAddress.objects.create(user=unsure, email=unsure.email, verified=False)
    provider.update(claims)
    text = come_back(client).content.decode()
    assert "by invitation" in text
    assert not is_signed_in(client)
    assert User.objects.count() == 2
    assert not SocialAccount.objects.exists()


def test_a_provider_that_owns_its_addresses_may_be_trusted_with_them(client, settings, provider):
    configure(settings, verified_email=["example.fi"])
    del provider["email_verified"]
    make_user("aino")
    come_back(client)
    assert is_signed_in(client)


@pytest.mark.parametrize("text", ["{", "[1]", '[{"id": "x"}]', "{}x"])
def test_wrong_providers_stop_the_start_with_words(text):
    with pytest.raises(ImproperlyConfigured, match="OIDC_PROVIDERS"):
        oidc_apps(text)
