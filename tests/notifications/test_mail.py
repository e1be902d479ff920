"""Mail: what is sent, to whom, what it says, and what happens when it cannot be sent."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from aiosmtpd.smtp import Session as SmtpSession

from discussions import answers, moderation, replies, watching
from discussions.models import Thread, WatchLevel
from hub.accounts import invitations, resets
from hub.accounts.links import open_link
from hub.accounts.models import Invitation, PasswordReset, User
from hub.audiences import operations as audiences
from hub.database import now
from hub.identity import Reader
from hub.outbox.bus import Bus
from hub.settings import Settings
from knowledge import promotion
from notifications import mailer, marks
from notifications.mailer import owing, queue, sending
from notifications.mailer.owing import Told
from notifications.models import Kind, Mail, MailState, Notification, Timing
from notifications.preferences.choosing import choose
from notifications.smtp import transports
from tests.factories import Make
from tests.notifications.live import until
from tests.notifications.mailing import MailServer, part

Deliver = Callable[..., Awaitable[int]]
ClientOf = Callable[[Reader | None], Awaitable[httpx.AsyncClient]]


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.mailer.owing.GRACE", timedelta(0))


@pytest.fixture
async def ann(make: Make) -> Reader:
    return await make.reader("Ann")


async def replied(make: Make, deliver: Deliver, to: Reader, body: str = "Clean the **head**.") -> Thread:
    """A thread of `to` with a reply by Bo, of which the notifier knows."""
    thread = await make.thread(to, "The printer stops")
    await make.reply(await make.reader("Bo"), thread, body)
    await deliver("notifier")
    return thread


async def told_for_a_reason(thread: Thread, told: dict[Kind, Reader]) -> None:
    """Lines of kinds that have reasons, with one that this version does not know."""
    for number, (kind, reader) in enumerate(told.items(), 1_000_000):
        note = await Notification.create(
            user_id=reader.id,
            event_id=number,
            kind=kind,
            reason="of tomorrow",
            topic=f"thread:{thread.id}",
            thread_id=thread.id,
            created_at=now(),
        )
        await owing.owe_told([Told(number, reader.id, note.id, kind)])


async def only_mail() -> Mail:
    return await Mail.get()


async def test_a_reply_is_mailed_to_its_watchers(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    thread = await replied(make, deliver, ann)
    assert await mailer.send_due(over_smtp) == 1
    [message] = smtp.post.messages
    note = await Notification.get()
    assert message["To"] == "Ann <person1@example.com>"
    assert message["From"] == "Hub <hub@localhost>"
    assert message["Subject"] == "[Hub] The printer stops"
    assert message["Message-ID"] == f"<{note.event_id}-{ann.id}@hub.test>"
    assert message["In-Reply-To"] == message["References"] == f"<thread-{thread.id}@hub.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<http://hub.test/unsubscriptions/")
    assert [sub.get_content_type() for sub in message.iter_parts()] == ["text/plain", "text/html"]
    for kind in ("plain", "html"):
        assert "Bo replied" in part(message, kind)
        assert "Clean the head." in part(message, kind)
        assert f"http://hub.test/notifications/{note.uid}" in part(message, kind)
    assert (await only_mail()).state is MailState.SENT
    assert await mailer.send_due(over_smtp) == 0


async def test_mail_speaks_the_readers_language(
    make: Make, deliver: Deliver, smtp: MailServer, over_smtp: Settings
) -> None:
    wei = await make.reader("王伟", locale="zh")
    thread = await make.thread(wei, "报价3999元的客户说太贵")
    await make.reply(await make.reader("李娜"), thread, "先问他在和谁比。")
    await deliver("notifier")
    await mailer.send_due(over_smtp)
    [message] = smtp.post.messages
    assert message["Subject"] == "[Hub] 报价3999元的客户说太贵"
    assert message["To"].addresses[0].display_name == "王伟"
    assert message["Content-Language"] == "zh"
    for kind in ("plain", "html"):
        assert "李娜回复了" in part(message, kind)
        assert "先问他在和谁比。" in part(message, kind)
        assert "不再接收此类邮件" in part(message, kind)


async def test_every_kind_of_mail_can_be_written(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    bo, lead = await make.reader("Bo", locale="zh"), await make.reader("Lead", role="lead")
    thread = await make.thread(lead, "A case", body=f"@{ann.handle} and @{bo.handle}")
    await watching.watch(ann, thread)
    post = await make.reply(bo, thread)
    await moderation.assign(lead, thread, ann.id)
    await make.answer(lead, thread, post)
    await promotion.promote(lead, thread)
    term = await make.term()
    await watching.watch_term(ann, term, WatchLevel.FIRST_POST)
    filed = await make.thread(bo, "A new case", terms=[term])
    await make.answer(bo, filed, await make.reply(lead, filed))
    await promotion.promote(bo, filed)
    await invitations.invite(lead, email="new@example.com", name="New")
    await resets.request_reset("person1@example.com", address="127.0.0.1")
    await deliver("notifier")
    with_reasons = {Kind.TASK: ann, Kind.DECISION: bo, Kind.OUTCOME: ann, Kind.DEFECT: bo, Kind.TOPIC: ann}
    await told_for_a_reason(thread, with_reasons)
    await mailer.send_due(over_smtp)
    sent = {mail.template for mail in await Mail.filter(state=MailState.SENT)}
    assert sent == {kind.value for kind in Kind} | {"invitation", "password_reset"}
    assert not await Mail.exclude(state=MailState.SENT).exists()
    assert smtp.post.connections == 1


async def test_no_text_can_add_a_header_or_markup(
    make: Make, deliver: Deliver, smtp: MailServer, over_smtp: Settings
) -> None:
    ann = await make.reader('Ann "A"\r\nBcc: all@example.com, <x@y>')
    bo = await make.reader("<b>Bo</b>\nX-Evil: 1")
    thread = await make.thread(ann, "Title\r\nBcc: everybody@example.com <script>&amp;")
    await make.reply(bo, thread, "<script>alert(1)</script> & <b>bold</b>")
    await deliver("notifier")
    assert await mailer.send_due(over_smtp) == 1
    [message] = smtp.post.messages
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["person1@example.com"]
    assert "Bcc: everybody@example.com <script>&amp;" in message["Subject"]
    assert "<script>" not in part(message, "html")
    assert "<b>" not in part(message, "html")
    assert "<script>" in part(message, "plain")


@pytest.mark.parametrize(
    "change",
    [
        "read",
        "deactivated",
        "no access",
        "hidden",
        "muted",
        "not wanted",
        "post deleted",
        "address removed",
    ],
)
async def test_who_should_not_get_it_any_more_gets_nothing(
    make: Make, deliver: Deliver, smtp: MailServer, over_smtp: Settings, change: str
) -> None:
    ann, bo, lead = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Lead", role="lead")
    audience = await make.audience(ann, bo, lead)
    ann, bo, lead = [await make.fresh(person) for person in (ann, bo, lead)]
    thread = await make.thread(lead, audience=audience)
    await watching.watch(ann, thread)
    post = await make.reply(bo, thread)
    await deliver("notifier")
    assert await Mail.filter(user_id=ann.id).count() == 1
    match change:
        case "read":
            await marks.mark_topic_read(ann, f"thread:{thread.id}")
        case "deactivated":
            await User.filter(id=ann.id).update(active=False)
        case "no access":
            members = [bo.id, lead.id]
            await audiences.change(None, audience, name="Fewer", group_ids=[], user_ids=members)
        case "hidden":
            await moderation.hide(lead, thread)
        case "muted":
            await watching.watch(ann, thread, WatchLevel.MUTED)
        case "not wanted":
            await choose(ann.id, {Kind.REPLY: Timing.OFF})
        case "post deleted":
            await replies.delete_post(bo, post)
        case "address removed":
            await User.filter(id=ann.id).update(email=None)
    await mailer.send_due(over_smtp)
    assert smtp.post.to("person1@") == []
    assert (await Mail.get(user_id=ann.id)).state is MailState.DROPPED
    # The others, who lost nothing, are told.
    assert bool(smtp.post.to("person3@")) is (change != "post deleted")


async def test_an_assignment_taken_back_is_not_mailed(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    lead = await make.reader(role="lead")
    thread = await make.thread(lead)
    await moderation.assign(lead, thread, ann.id)
    await deliver("notifier")
    await moderation.assign(lead, thread, None)
    await mailer.send_due(over_smtp)
    assert smtp.post.messages == []
    assert (await only_mail()).last_error == "somebody else has the case now"


async def test_an_invitation_brings_a_link_that_works_until_it_is_withdrawn(
    make: Make, deliver: Deliver, smtp: MailServer, over_smtp: Settings
) -> None:
    admin = await make.reader("Admin", role="admin")
    await invitations.invite(admin, email="new@example.com", name="小林", locale="zh")
    await invitations.invite(admin, email="gone@example.com", name="Gone")
    await invitations.revoke(admin, await Invitation.get(email="gone@example.com"))
    await deliver("notifier")
    await mailer.send_due(over_smtp)
    [message] = smtp.post.messages
    assert message["To"].addresses[0].addr_spec == "new@example.com"
    assert "List-Unsubscribe" not in message
    text = part(message, "plain")
    assert "Admin 邀请你加入 Hub" in text
    link = next(line for line in text.splitlines() if line.startswith("http"))
    invitation = await Invitation.get(email="new@example.com")
    assert open_link("invitation", link.rsplit("/", 1)[1]) == invitation.uid


async def test_a_reset_link_is_mailed_and_not_once_it_was_used(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    await resets.request_reset("person1@example.com", address="127.0.0.1")
    await deliver("notifier")
    await mailer.send_due(over_smtp)
    reset = await PasswordReset.get()
    text = part(smtp.post.messages[0], "plain")
    link = next(line for line in text.splitlines() if line.startswith("http"))
    assert open_link("password-reset", link.rsplit("/", 1)[1]) == reset.uid
    await Mail.all().update(state=MailState.QUEUED)
    await PasswordReset.all().update(used_at=now())
    await mailer.send_due(over_smtp)
    assert len(smtp.post.messages) == 1
    assert (await only_mail()).state is MailState.DROPPED


async def test_an_address_that_is_refused_for_ever_is_set_aside_and_holds_nobody_up(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    bo = await make.reader("Bo")
    await User.filter(id=ann.id).update(email="poison@example.com")
    smtp.post.answers["poison@example.com"] = "550 No such user"
    thread = await make.thread(ann)
    await watching.watch(bo, thread)
    await make.reply(await make.reader("Cy"), thread)
    await deliver("notifier")
    await mailer.send_due(over_smtp)
    assert len(smtp.post.to("person2@example.com")) == 1
    poisoned = await Mail.get(user_id=ann.id)
    assert poisoned.state is MailState.FAILED
    assert "550" in poisoned.last_error
    assert await mailer.send_due(over_smtp) == 0
    assert (await mailer.state())["failed"] == 1


@pytest.mark.parametrize("address", ["no address", "a@b@c", "<>", "ann@", "ann@exa mple.com", "x" * 250])
async def test_an_address_that_is_none_is_set_aside(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings, address: str
) -> None:
    await User.filter(id=ann.id).update(email=address)
    await replied(make, deliver, ann)
    bo = await User.get(name="Bo")
    await make.reply(ann, await make.thread(await make.fresh(bo)), "So that Bo is told too.")
    await deliver("notifier")
    while await mailer.send_due(over_smtp):
        pass
    assert (await Mail.get(user_id=ann.id)).state is MailState.FAILED
    assert len(smtp.post.messages) == 1


async def test_a_mailbox_that_is_full_for_now_is_tried_again_later(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    smtp.post.answers["person1@example.com"] = "452 Mailbox full"
    await replied(make, deliver, ann)
    await mailer.send_due(over_smtp)
    mail = await only_mail()
    assert (mail.state, mail.failures) == (MailState.QUEUED, 1)
    assert now() + timedelta(seconds=5) < mail.run_at < now() + timedelta(seconds=20)
    assert await mailer.send_due(over_smtp) == 0
    smtp.post.answers.clear()
    await Mail.all().update(run_at=now())
    assert await mailer.send_due(over_smtp) == 1
    assert len(smtp.post.messages) == 1
    await Mail.all().update(state=MailState.QUEUED, created_at=now() - timedelta(days=5))
    smtp.post.answers["person1@example.com"] = "452 Mailbox full"
    await mailer.send_due(over_smtp)
    assert (await only_mail()).state is MailState.FAILED


async def test_mail_waits_for_a_server_that_is_away(
    make: Make,
    deliver: Deliver,
    ann: Reader,
    settings: Settings,
    smtp: MailServer,
    over_smtp: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "LONGEST_PAUSE_SECONDS", 0.2)
    smtp.stop()
    await replied(make, deliver, ann)
    with pytest.raises(transports.Away):
        await mailer.send_due(over_smtp)
    assert (await only_mail()).failures == 0
    bus = Bus()
    tasks = [
        asyncio.create_task(bus.run(settings)),
        asyncio.create_task(mailer.send_forever(bus, over_smtp)),
    ]
    try:
        await asyncio.sleep(0)
        smtp.start()
        await until(lambda: smtp.post.messages)
        # Awake now, it sends what is queued later without being asked.
        await make.reply(await make.reader("Cy"), await Thread.get(), "One more.")
        await deliver("notifier")
        await until(lambda: len(smtp.post.to("person1@")) == 2)
        async with asyncio.timeout(10):
            while await Mail.filter(state=MailState.QUEUED).exists():
                await asyncio.sleep(0.02)
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
    assert await Mail.filter(user_id=ann.id, state=MailState.SENT).count() == 2


# aiosmtpd warns of exactly what saves this test a certificate.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
async def test_a_server_that_wants_a_password_gets_it(
    make: Make, deliver: Deliver, ann: Reader, settings: Settings, smtp: MailServer
) -> None:
    def check(
        _server: SMTP, _session: SmtpSession, _envelope: Envelope, _mechanism: str, given: Any
    ) -> AuthResult:
        known = (given.login, given.password) == (b"hub@example.com", b"p@ss:word/")
        return AuthResult(success=known, handled=False)

    smtp.stop()
    smtp.start(auth_required=True, auth_require_tls=False, authenticator=check)
    await replied(make, deliver, ann)
    wrong = f"smtp://hub%40example.com:wrong@127.0.0.1:{smtp.port}"
    with pytest.raises(transports.Away, match="535"):
        await mailer.send_due(settings.model_copy(update={"smtp_url": wrong}))
    right = f"smtp://hub%40example.com:p%40ss%3Aword%2F@127.0.0.1:{smtp.port}"
    assert await mailer.send_due(settings.model_copy(update={"smtp_url": right})) == 1
    assert len(smtp.post.messages) == 1


async def test_two_workers_send_each_mail_once(
    make: Make, deliver: Deliver, smtp: MailServer, over_smtp: Settings
) -> None:
    ann = await make.reader("Ann")
    thread = await make.thread(ann)
    for number in range(20):
        await watching.watch(await make.reader(f"Watcher {number}"), thread)
    await make.reply(ann, thread)
    await deliver("notifier")
    await asyncio.gather(mailer.send_due(over_smtp), mailer.send_due(over_smtp), mailer.send_due(over_smtp))
    ids = [message["Message-ID"] for message in smtp.post.messages]
    assert len(ids) == len(set(ids)) == 20


async def test_a_worker_that_died_while_sending_is_succeeded_under_the_same_message_id(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    await replied(make, deliver, ann)
    assert await queue.claim()
    assert await mailer.send_due(over_smtp) == 0
    await Mail.all().update(lease_until=now() - timedelta(seconds=1))
    assert await mailer.send_due(over_smtp) == 1
    await Mail.all().update(state=MailState.QUEUED)
    assert await mailer.send_due(over_smtp) == 1
    assert len({message["Message-ID"] for message in smtp.post.messages}) == 1


async def test_without_a_server_mail_is_written_to_a_folder(
    make: Make, deliver: Deliver, ann: Reader, settings: Settings, tmp_path: Path
) -> None:
    await replied(make, deliver, ann)
    in_folder = settings.model_copy(update={"data_dir": tmp_path})
    assert await mailer.send_due(in_folder) == 1
    [file] = (tmp_path / "mail").iterdir()
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert message["To"] == "Ann <person1@example.com>"
    assert (await mailer.state())["state"] == "folder"


async def test_what_was_accepted_and_withdrawn_in_between_is_not_mailed(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    bo = await make.reader("Bo")
    thread = await make.thread(ann)
    post = await make.reply(bo, thread)
    await make.answer(ann, thread, post)
    await deliver("notifier")
    await answers.withdraw(ann, thread, post)
    await mailer.send_due(over_smtp)
    assert smtp.post.to("person2@") == []
    assert len(smtp.post.to("person1@")) == 1
