"""A browser of Django's test client that somebody has logged in with."""

from django.test import Client

from duru.blocks.access.api import SESSION_KEY, User

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(who, client: Client | None = None) -> Client:
    """Log in as an `Actor`, as a `Membership`, or by e-mail as somebody who chose no membership yet."""
    client = client or Client()
    if isinstance(who, str):
        user, membership_id = User.objects.get(email=who), None
    else:
        user = User.objects.get(id=who.user_id)
        membership_id = getattr(who, "membership_id", None) or who.id
    client.force_login(user, backend=_BACKEND)
    if membership_id:
        session = client.session
        session[SESSION_KEY] = membership_id
        session.save()
    return client
