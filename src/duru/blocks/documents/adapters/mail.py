"""Letters by e-mail behind one Protocol: a mail server, or a simulation that says so."""

from dataclasses import dataclass
from email.headerregistry import Address
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMessage, get_connection

from duru.conf import env

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail: to whom, about what, and files as (name, bytes, media type)."""

    to_name: str
    to_email: str
    subject: str
    text: str
    files: tuple[tuple[str, bytes, str], ...] = ()


class Mailer(Protocol):
    """Hands letters to the outside."""

    is_simulated: bool

    def send(self, letter: Letter) -> None:
        """Hand over one letter.

        Raises:
            OSError: the mail server is away or refuses it (`smtplib.SMTPException` is one).
        """


class SimulatedMailer:
    """Nothing leaves the house; the screen says 모의 발송."""

    is_simulated = True

    def send(self, letter: Letter) -> None:
        return None


class SmtpMailer:
    """A mail server named by an address: smtp://, smtp+tls:// (STARTTLS), smtps:// (TLS from the start)."""

    is_simulated = False

    def __init__(self, url: str, sender: str):
        self._url, self._sender = urlsplit(url), sender

    def send(self, letter: Letter) -> None:
        url = self._url
        line = get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=url.hostname,
            port=url.port or PORTS.get(url.scheme, 25),
            username=unquote(url.username or ""),
            password=unquote(url.password or ""),
            use_tls=url.scheme == "smtp+tls",
            use_ssl=url.scheme == "smtps",
            timeout=TIMEOUT_S,
        )
        # An address is put together by the library: a line break in a name must not become a header.
        name = " ".join(letter.to_name.split())
        to = str(Address(display_name=name, addr_spec=letter.to_email))
        message = EmailMessage(letter.subject, letter.text, self._sender, [to], connection=line)
        for file_name, content, media_type in letter.files:
            message.attach(file_name, content, media_type)
        message.send()


def mailer() -> Mailer:
    """Return the mailer of this installation."""
    url = env.smtp_url()
    return SmtpMailer(url, env.mail_from()) if url else SimulatedMailer()
