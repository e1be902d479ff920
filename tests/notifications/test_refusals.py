"""What refusals mean: which mail is tried again, which address stopped, and what an administrator has to mend."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import httpx
import pytest
import trustme
from aiosmtpd.smtp import SMTP

from discussions import watching
from hub.accounts import invitations, resets
from hub.accounts.models import User
from hub.database import now
from hub.identity import Reader
from hub.settings import Settings
from notifications import mailer
from notifications.models import AddressTrouble, Mail, MailFault, MailState
from notifications.smtp import transports, troubles
from notifications.smtp.replies import Stage, Verdict, judge
from notifications.smtp.troubles import MOST_SOFT, Fault
from tests.factories import Make
from tests.notifications.mailing import MailServer

Deliver = Callable[..., Awaitable[int]]
ClientOf = Callable[[Reader | None], Awaitable[httpx.AsyncClient]]

CONNECT, SIGN_IN, SENDER, RECIPIENT, CONTENT = Stage
RETRY, GIVE_UP, STOP = Verdict


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.mailer.owing.GRACE", timedelta(0))


@pytest.fixture
async def ann(make: Make) -> Reader:
    return await make.reader("Ann")


async def replied(make: Make, deliver: Deliver, to: Reader) -> None:
    await make.reply(await make.reader("Bo"), await make.thread(to))
    await deliver("notifier")


async def send_all(settings: Settings) -> None:
    while await mailer.send_due(settings):
        pass


@pytest.mark.pure
@pytest.mark.parametrize(
    ("stage", "code", "text", "meaning"),
    [
        # The server itself.
        (CONNECT, 421, "4.3.2 Service shutting down", Fault.AWAY),
        (CONNECT, 450, "4.7.1 Come back later", Fault.AWAY),
        (CONNECT, 554, "5.7.1 No SMTP service for you", Fault.REFUSED),
        (RECIPIENT, 421, "4.4.2 Timeout", Fault.AWAY),
        # Signing in.
        (SIGN_IN, 535, "5.7.8 Authentication credentials invalid", Fault.AUTHENTICATION),
        (SIGN_IN, 534, "5.7.9 Please log in with your web browser", Fault.AUTHENTICATION),
        (SIGN_IN, 454, "4.7.0 Temporary authentication failure", Fault.AWAY),
        (SENDER, 530, "5.7.0 Must issue a STARTTLS command first", Fault.AUTHENTICATION),
        (SENDER, 530, "5.7.1 Authentication required", Fault.AUTHENTICATION),
        (RECIPIENT, 550, "5.7.3 STARTTLS is required to send mail", Fault.AUTHENTICATION),
        # Our own sender.
        (SENDER, 553, "5.7.1 Sender address rejected: not owned by user", Fault.SENDER),
        (SENDER, 550, "5.1.8 Sender address rejected: Domain not found", Fault.SENDER),
        (RECIPIENT, 550, "5.1.8 <hub@localhost>: Sender address rejected", Fault.SENDER),
        (RECIPIENT, 550, "5.1.7 Invalid address of the sender", Fault.SENDER),
        (SENDER, 451, "4.3.0 Try again", Fault.AWAY),
        (SENDER, 552, "5.3.4 Message size exceeds fixed limit", GIVE_UP),
        # Relaying.
        (RECIPIENT, 554, "5.7.1 <ann@example.com>: Relay access denied", Fault.RELAY),
        (RECIPIENT, 550, "relay not permitted", Fault.RELAY),
        (RECIPIENT, 550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain", Fault.RELAY),
        (RECIPIENT, 454, "4.7.1 Relay access denied", RETRY),
        # The address.
        (RECIPIENT, 550, "5.1.1 <ann@example.com>: User unknown in virtual mailbox table", STOP),
        (RECIPIENT, 550, "5.1.1 <relay@example.com>: No such user", STOP),
        (RECIPIENT, 550, "5.1.10 RESOLVER.ADR.RecipientNotFound", STOP),
        (RECIPIENT, 550, "5.1.2 Host unknown", STOP),
        (RECIPIENT, 553, "5.1.3 Not an address", STOP),
        (RECIPIENT, 551, "5.1.6 Mailbox has moved", STOP),
        (RECIPIENT, 550, "5.2.1 The account is disabled", STOP),
        (RECIPIENT, 556, "5.1.10 Domain does not accept mail", STOP),
        (RECIPIENT, 550, "No such user here", STOP),
        (RECIPIENT, 553, "mailbox name not allowed", STOP),
        (CONTENT, 550, "5.1.1 User unknown", STOP),
        # This mail.
        (RECIPIENT, 550, "5.7.1 Message rejected due to local policy", GIVE_UP),
        (RECIPIENT, 554, "Transaction failed", GIVE_UP),
        (CONTENT, 550, "5.7.1 This message looks like spam", GIVE_UP),
        (CONTENT, 550, "Looks like spam", GIVE_UP),
        (CONTENT, 552, "5.3.4 Message too big", GIVE_UP),
        (RECIPIENT, 552, "5.2.3 Message length exceeds limit", GIVE_UP),
        # What may pass.
        (RECIPIENT, 450, "4.2.0 Greylisted", RETRY),
        (RECIPIENT, 451, "4.3.0 Error in processing", RETRY),
        (RECIPIENT, 452, "4.2.2 Mailbox full", RETRY),
        (RECIPIENT, 552, "5.2.2 Mailbox full", RETRY),
        (CONTENT, 451, "Come back later", RETRY),
    ],
)
def test_a_reply_means(stage: Stage, code: int, text: str, meaning: Fault | Verdict) -> None:
    assert judge(stage, code, text) is meaning


async def test_an_address_that_does_not_exist_gets_no_more_mail_until_it_is_confirmed(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    smtp.post.answers["person1@example.com"] = "550 5.1.1 User unknown"
    await replied(make, deliver, ann)
    await send_all(over_smtp)
    assert (await Mail.get(user_id=ann.id)).state is MailState.FAILED
    assert "5.1.1" in (await AddressTrouble.get()).reason
    smtp.post.answers.clear()
    await replied(make, deliver, ann)
    await send_all(over_smtp)
    assert smtp.post.to("person1@") == []
    assert await Mail.filter(user_id=ann.id, last_error="the address takes no mail").count() == 1
    # A link to come in again is asked for by somebody who waits for it.
    await resets.request_reset("person1@example.com", address="127.0.0.1")
    await deliver("notifier")
    await send_all(over_smtp)
    assert len(smtp.post.to("person1@")) == 1
    await troubles.confirm("person1@example.com")
    await replied(make, deliver, ann)
    await send_all(over_smtp)
    assert len(smtp.post.to("person1@")) == 2


async def test_words_that_are_no_text_refuse_a_mail_like_others(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    smtp.post.answers["person1@example.com"] = b"550 5.1.1 Empf\xe4nger\0 unbekannt"
    await replied(make, deliver, ann)
    await send_all(over_smtp)
    assert (await Mail.get(user_id=ann.id)).state is MailState.FAILED
    trouble = await AddressTrouble.get(address="person1@example.com")
    assert trouble.reason == "550 5.1.1 Empf\ufffdnger\ufffd unbekannt"


async def test_a_changed_address_gets_mail(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    await troubles.stop("person1@example.com", "550 5.1.1")
    await User.filter(id=ann.id).update(email="ann@example.com")
    await replied(make, deliver, ann)
    await send_all(over_smtp)
    assert len(smtp.post.to("ann@example.com")) == 1


async def test_passing_failures_are_counted_and_many_of_them_stop_an_address() -> None:
    for _failure in range(MOST_SOFT - 1):
        await troubles.count_soft("ann@example.com", "452 4.2.2 Mailbox full")
    assert await troubles.stopped("ann@example.com") is None
    month_ago = now() - timedelta(days=31)
    await AddressTrouble.all().update(last_at=month_ago)
    await troubles.count_soft("ann@example.com", "452 4.2.2 Mailbox full")
    assert (await AddressTrouble.get()).soft == 1
    for _failure in range(MOST_SOFT - 1):
        await troubles.count_soft("ann@example.com", "452 4.2.2 Mailbox full")
    assert await troubles.stopped("ann@example.com")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.parametrize(
    "answer", ["530 5.7.0 Authentication required", "553 5.7.1 Sender not owned", "421 Bye"]
)
async def test_what_concerns_all_mail_is_raised_and_nothing_is_lost(
    make: Make,
    deliver: Deliver,
    ann: Reader,
    client_of: ClientOf,
    smtp: MailServer,
    over_smtp: Settings,
    answer: str,
) -> None:
    async def refuse(_server: SMTP, _session: Any, _envelope: Any, _address: str, _options: Any) -> str:
        return answer

    smtp.post.handle_MAIL = refuse  # type: ignore[attr-defined]  # what the server looks for by name
    await replied(make, deliver, ann)
    # It has waited for longer than a mail is tried when only its own address is at fault.
    await Mail.all().update(created_at=now() - timedelta(days=9))
    for _try in range(3):
        with pytest.raises(transports.Away):
            await mailer.send_due(over_smtp)
    [fault] = await MailFault.all()
    assert answer[:3] in fault.reason
    assert fault.since < fault.last_at
    mail = await Mail.get(user_id=ann.id)
    assert (mail.state, mail.failures) == (MailState.QUEUED, 0)
    state = await mailer.state()
    assert (state["state"], state["reason"]) == (
        ("away", "away") if answer[:3] == "421" else ("failing", fault.fault)
    )
    admin = await client_of(await make.reader(role="admin"))
    assert answer in (await admin.get("/admin/mail")).text
    assert fault.fault in (await admin.get("/admin/system")).text
    # What the server said is for administrators only.
    assert answer not in (await (await client_of(None)).get("/healthz")).text
    del smtp.post.handle_MAIL  # type: ignore[attr-defined]
    await send_all(over_smtp)
    assert len(smtp.post.to("person1@")) == 1
    assert not await MailFault.exists()


async def test_whoever_meets_one_fault_has_overcome_the_others() -> None:
    for fault in (Fault.AWAY, Fault.RELAY, Fault.AUTHENTICATION, Fault.RELAY):
        await troubles.note(fault, "What the server said")
    assert {fault.fault for fault in await troubles.faults()} == {Fault.AUTHENTICATION, Fault.RELAY}


async def test_mail_that_is_not_relayed_waits_while_other_mail_leaves(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    bo = await make.reader("Bo")
    thread = await make.thread(ann)
    await watching.watch(bo, thread)
    smtp.post.answers["person1@example.com"] = "554 5.7.1 <person1@example.com>: Relay access denied"
    await make.reply(await make.reader("Cy"), thread)
    await deliver("notifier")
    await Mail.all().update(created_at=now() - timedelta(days=9))
    await send_all(over_smtp)
    assert len(smtp.post.to("person2@")) == 1
    assert (await MailFault.get()).fault == Fault.RELAY
    waiting = await Mail.get(user_id=ann.id)
    assert (waiting.state, waiting.failures) == (MailState.QUEUED, 1)
    smtp.post.answers.clear()
    await Mail.filter(id=waiting.id).update(run_at=now())
    await send_all(over_smtp)
    assert len(smtp.post.to("person1@")) == 1
    assert not await MailFault.exists()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_side(authority: trustme.CA) -> SSLContext:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub trusts the authority that made the server's certificate, as an operator would let it."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def encrypted(smtp: MailServer, how: str, context: SSLContext) -> str:
    """Let the server speak TLS from the start, or after STARTTLS. Returns its address."""
    smtp.stop()
    if how == "smtps":
        smtp.start(ssl_context=context)
    else:
        smtp.start(tls_context=context, require_starttls=True)
    return smtp.url.replace("smtp:", f"{how}:")


@pytest.mark.parametrize("how", ["smtp", "smtps"])
@pytest.mark.usefixtures("trusted")
async def test_mail_is_encrypted(
    make: Make,
    deliver: Deliver,
    ann: Reader,
    settings: Settings,
    smtp: MailServer,
    server_side: SSLContext,
    how: str,
) -> None:
    url = encrypted(smtp, how, server_side)
    await replied(make, deliver, ann)
    assert await mailer.send_due(settings.model_copy(update={"smtp_url": url})) == 1
    assert len(smtp.post.messages) == 1


@pytest.mark.parametrize("how", ["smtp", "smtps"])
async def test_a_server_whose_certificate_is_not_trusted_gets_nothing(
    make: Make,
    deliver: Deliver,
    ann: Reader,
    settings: Settings,
    smtp: MailServer,
    server_side: SSLContext,
    how: str,
) -> None:
    url = encrypted(smtp, how, server_side)
    await replied(make, deliver, ann)
    with pytest.raises(transports.Away, match="CERTIFICATE_VERIFY_FAILED"):
        await mailer.send_due(settings.model_copy(update={"smtp_url": url}))
    assert smtp.post.messages == []
    assert (await MailFault.get()).fault == Fault.TLS
    assert (await Mail.get(user_id=ann.id)).state is MailState.QUEUED


async def test_administrators_see_stopped_addresses_and_mail_that_was_given_up(
    make: Make, deliver: Deliver, client_of: ClientOf, smtp: MailServer, over_smtp: Settings
) -> None:
    admin = await make.reader("Admin", role="admin")
    await invitations.invite(admin, email="gone@example.com", name="Gone")
    smtp.post.answers["gone@example.com"] = "550 5.1.1 <b>No</b> such user"
    await deliver("notifier")
    await send_all(over_smtp)
    client = await client_of(admin)
    page = (await client.get("/admin/mail")).text
    assert page.count("&lt;b&gt;No&lt;/b&gt; such user") == 2
    trouble, mail = await AddressTrouble.get(), await Mail.get()
    assert (await client.put(f"/admin/mail/addresses/{trouble.id}")).status_code == 303
    smtp.post.answers.clear()
    assert (await client.put(f"/admin/mail/{mail.id}/retry")).status_code == 303
    await send_all(over_smtp)
    assert len(smtp.post.to("gone@example.com")) == 1
    assert "gone@example.com" not in (await client.get("/admin/mail")).text
    member = await client_of(await make.reader())
    assert (await member.get("/admin/mail")).status_code == 404
    assert (await member.put(f"/admin/mail/{mail.id}/retry")).status_code == 404
