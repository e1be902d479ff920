"""A letter as an Internet message (RFC 5322): headers that mail programs act on, plain and HTML parts."""

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from hub.settings import Settings
from notifications.mailer.letters import Letter


class BadAddress(ValueError):
    """No message can be addressed like this."""


def compose(letter: Letter, settings: Settings, at: datetime) -> EmailMessage:
    """The message for a letter; BadAddress when its address is none.

    Header values are single lines already, and `EmailMessage` refuses any that are not, so nobody's name or
    title can add a header.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = _address(*parseaddr(settings.mail_from))
        message["To"] = _address(letter.name, letter.address)
    except (ValueError, IndexError, MessageError) as error:
        raise BadAddress(letter.address) from error
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = letter.message_id
    host = urlsplit(settings.address).hostname
    # RFC 3834; the second is for Exchange, which answers such mail otherwise.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.thread:
        # Nobody got a mail with this id; programs still gather under it what refers to it.
        root = f"<{letter.thread.replace(':', '-')}@{host}>"
        message["In-Reply-To"] = root
        message["References"] = root
    if letter.series:
        # RFC 2919: by this programs sort mail into folders.
        message["List-Id"] = f"<{letter.series.replace('_', '-')}.{host}>"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="base64" if not letter.text.isascii() else None)
    message.add_alternative(letter.html, subtype="html")
    # Last: setting the content clears all Content- headers.
    message["Content-Language"] = letter.locale
    return message


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)
