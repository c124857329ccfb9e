"""Signing in: every way, with limits, and without telling who has an account.

Rows are imported within: pytest may read this file before the settings are there.
"""

import pytest


@pytest.fixture
def provider(monkeypatch):
    """A provider that says of whoever comes what `claims` holds."""
    from allauth.socialaccount.providers.oauth2.client import OAuth2Client
    from allauth.socialaccount.providers.openid_connect.views import (
        OpenIDConnectOAuth2Adapter,
    )

    claims = {"sub": "1", "email": "aino@example.fi", "email_verified": True}
    config = {
        "authorization_endpoint": "https://idp.example.org/authorize",
        "token_endpoint": "https://idp.example.org/token",
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", config)
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda self, token: dict(claims)
    )
    monkeypatch.setattr(
        OAuth2Client, "get_access_token", lambda self, *args, **kwargs: {"access_token": "t"}
    )
    return claims
