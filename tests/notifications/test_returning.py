"""Mail that comes back: who is believed, and what follows for the address."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from hub.identity import Reader
from hub.settings import Settings
from notifications import mailer
from notifications.models import AddressTrouble, Mail
from notifications.smtp import troubles
from notifications.smtp.returning import return_address, take_back
from tests.factories import Make
from tests.notifications.mailing import mail_server
from tests.site import ROOT

Deliver = Callable[..., Awaitable[int]]

REPORT = """\
From: MAILER-DAEMON@mx.example.com
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

This is the mail system at host mx.example.com.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com
Arrival-Date: Sat, 21 Nov 2026 20:00:00 +0000

Final-Recipient: rfc822; person1@example.com
Original-Recipient: rfc822;person1@example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: message/rfc822

From: hub@localhost
To: person1@example.com
Subject: [Hub] The printer stops

Text
--b--
"""
HOLIDAY = """\
From: person1@example.com
To: {to}
Subject: Out of office
Auto-Submitted: auto-replied

Back on Monday. 550 5.1.1 is my room.
"""


def report(
    to: str, action: str = "failed", status: str = "5.1.1", said: str = "550 5.1.1 User unknown"
) -> bytes:
    return REPORT.format(to=to, action=action, status=status, said=said).encode()


@pytest.fixture
def with_returns(settings: Settings) -> Settings:
    return settings.model_copy(update={"bounce_address": "bounces@hub.test"})


@pytest.fixture
async def mail(make: Make) -> Mail:
    """A mail that was sent to somebody."""
    ann: Reader = await make.reader("Ann")
    return await Mail.create(
        user_id=ann.id,
        address="person1@example.com",
        template="reply",
        context={"notification": 1},
        message_id="<1@hub.test>",
    )


@pytest.mark.parametrize(
    ("status", "said", "hard"),
    [
        ("5.1.1", "550 5.1.1 User unknown", True),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", True),
        ("5.2.1", "550 5.2.1 disabled", True),
        # Servers that know no better status tell in words.
        ("5.0.0", "550 No such user", True),
        ("5.0.0", "554 Transaction failed", False),
        ("5.2.2", "552 5.2.2 Mailbox full", False),
        ("5.7.1", "550 5.7.1 Rejected by policy", False),
        ("5.1.8", "550 5.1.8 Sender domain not found", False),
        # Tried for days, and given up.
        ("4.4.7", "Delivery time expired", False),
        ("4.4.1", "connect to mx.example.com: Connection timed out", False),
    ],
)
async def test_a_hard_bounce_stops_the_address_and_a_soft_one_counts(
    mail: Mail, with_returns: Settings, status: str, said: str, hard: bool
) -> None:
    to = return_address(mail.id, with_returns)
    returned = await take_back(report(to, status=status, said=said))
    assert returned
    assert (returned.address, returned.hard) == ("person1@example.com", hard)
    trouble = await AddressTrouble.get(address="person1@example.com")
    assert said in trouble.reason
    assert (trouble.stopped_at is not None, trouble.soft) == (hard, 0 if hard else 1)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
async def test_a_report_of_no_failure_changes_nothing(
    mail: Mail, with_returns: Settings, action: str
) -> None:
    to = return_address(mail.id, with_returns)
    assert await take_back(report(to, action=action)) is None
    assert not await AddressTrouble.exists()
    assert await take_back(report(to))


async def test_words_that_are_no_text_are_kept_as_far_as_they_are(mail: Mail, with_returns: Settings) -> None:
    to = return_address(mail.id, with_returns)
    content = report(to, said="550 5.1.1 Empf\xe4nger\0 unbekannt").decode().encode("latin-1")
    assert await take_back(content)
    assert "unbekannt" in (await AddressTrouble.get(address="person1@example.com")).reason


async def test_an_answer_by_somebody_on_holiday_changes_nothing(mail: Mail, with_returns: Settings) -> None:
    to = return_address(mail.id, with_returns)
    assert await take_back(HOLIDAY.format(to=to).encode()) is None
    assert not await AddressTrouble.exists()


async def test_only_an_address_that_the_hub_made_is_believed(mail: Mail, with_returns: Settings) -> None:
    to = return_address(mail.id, with_returns)
    token = to.split("+")[1].split("@")[0]
    for forged in (
        "bounces@hub.test",
        "person1@example.com",
        to.replace(f"+{mail.id}-", f"+{mail.id + 1}-"),
        to.replace(token, token[:-1] + ("a" if token[-1] != "a" else "b")),
        to.replace(token, f"{mail.id}-"),
        f"bounces+{'9' * 30}-{token.split('-')[1]}@hub.test",
        # Letters that are an s and a k when case is ignored.
        f"bounces+{mail.id}-\u017f\u212a{'a' * 14}@hub.test",
    ):
        assert await take_back(report(forged)) is None, forged
        assert await take_back(report(to), forged) is None, forged
    assert not await AddressTrouble.exists()
    # Case is not kept by every server.
    assert await take_back(report("x@example.com"), to.upper())
    assert await troubles.stopped("person1@example.com")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"Content-Type: multipart/report; boundary=b\n\n",
        b"Content-Type: multipart/report\n\n--b\n",
    ],
)
async def test_what_cannot_be_read_changes_nothing(
    mail: Mail, with_returns: Settings, content: bytes
) -> None:
    assert await take_back(content, return_address(mail.id, with_returns)) is None
    assert not await AddressTrouble.exists()


async def test_mail_leaves_with_the_address_to_which_it_comes_back(
    make: Make, deliver: Deliver, with_returns: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.mailer.owing.GRACE", timedelta(0))
    ann = await make.reader("Ann")
    await make.reply(await make.reader("Bo"), await make.thread(ann))
    await deliver("notifier")
    with mail_server() as server:
        await mailer.send_due(with_returns.model_copy(update={"smtp_url": server.url}))
        [message] = server.post.messages
        [sender] = server.post.senders
    assert message["From"] == "Hub <hub@localhost>"
    owed = await Mail.get()
    assert sender == return_address(owed.id, with_returns)
    assert sender.startswith(f"bounces+{owed.id}-")
    assert len(sender.split("@")[0]) <= 64


async def test_without_an_address_for_it_mail_comes_back_to_the_sender(settings: Settings) -> None:
    assert return_address(7, settings) == "hub@localhost"


async def hand_over(content: bytes, to: str, **environment: str) -> tuple[int, str]:
    """What the command says of a message, and its exit code."""
    command = [sys.executable, "-m", "hub", "bounce", "--recipient", to]
    done = await asyncio.to_thread(
        subprocess.run,
        command,
        cwd=ROOT,
        env=os.environ | environment,
        input=content,
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode()


async def test_a_mail_server_hands_returned_mail_to_the_command(mail: Mail, with_returns: Settings) -> None:
    environment = {
        "HUB_DATABASE_URL": with_returns.database_url,
        "HUB_DATA_DIR": str(with_returns.data_dir),
        "HUB_SECRET_KEY": with_returns.secret_key,
    }
    to = return_address(mail.id, with_returns)
    code, said = await hand_over(report(to), to, **environment)
    assert (code, said.strip()) == (0, "person1@example.com gets no more mail: 550 5.1.1 User unknown")
    assert await troubles.stopped("person1@example.com")
    away = environment | {"HUB_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    code, said = await hand_over(report(to), to, **away)
    assert code == os.EX_TEMPFAIL, said
