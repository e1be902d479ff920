"""Digests and quiet hours: what is gathered, in which order, and that nothing is told twice."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import pairwise

import pytest

from discussions import moderation, replies, watching
from discussions.models import Thread, WatchLevel
from hub.accounts import invitations, resets
from hub.accounts.models import User
from hub.audiences import operations as audiences
from hub.database import now
from hub.identity import Reader
from hub.settings import Settings
from knowledge import promotion
from notifications import mailer, marks
from notifications.digests import telling
from notifications.digests.stories import rank
from notifications.mailer import queue
from notifications.models import Kind, Mail, MailState, Notification, Timing
from notifications.preferences.choosing import choose
from notifications.preferences.hours import Hours
from notifications.smtp import troubles
from tests.factories import Make
from tests.notifications.clock import Clock
from tests.notifications.mailing import MailServer, part

Deliver = Callable[..., Awaitable[int]]

# The hub is young enough in these tests that everything happened lately.
TODAY = datetime.now(UTC).date()
TOMORROW, IN_TWO_DAYS, IN_THREE = (TODAY + timedelta(days=days) for days in (1, 2, 3))
ALL_DAILY = dict.fromkeys(Kind, Timing.DAILY)
ALL_WEEKLY = dict.fromkeys(Kind, Timing.WEEKLY)
NIGHT = Hours(quiet=(22 * 60, 7 * 60))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
async def ann(make: Make) -> Reader:
    return await make.reader("Ann")


def to_ann(smtp: MailServer) -> list[EmailMessage]:
    return smtp.post.to("person1@example.com")


async def send(settings: Settings) -> None:
    while await mailer.send_due(settings):
        pass


def titles(message: EmailMessage) -> list[str]:
    """The titles of the stories that a digest tells, in order."""
    lines = part(message, "plain").splitlines()
    return [line for line, below in pairwise(lines) if line[:1].strip() and below.startswith("  ")]


async def test_what_happened_is_told_once_a_day_in_one_mail(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    await choose(ann.id, ALL_DAILY)
    await clock.set(f"{TODAY} 09:00")
    bo, cy = await make.reader("Bo"), await make.reader("Cy")
    printer, scanner = await make.thread(ann, "The printer stops"), await make.thread(ann, "The scanner hums")
    await make.reply(bo, printer, "Clean the **head**.")
    await make.reply(cy, printer, "And the roller.")
    await make.reply(bo, scanner, "Which model?")
    await deliver("notifier")
    await send(over_smtp)
    assert to_ann(smtp) == []
    await clock.set(f"{TOMORROW} 08:00")
    await send(over_smtp)
    [message] = to_ann(smtp)
    assert message["Subject"] == "[Hub] Daily digest: The printer stops and 1 other"
    assert message["List-Id"] == "<daily.hub.test>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip("<>").endswith("?timing=daily")
    assert message["Message-ID"] == f"<daily-{TOMORROW:%Y%m%d}T0800-{ann.id}@hub.test>"
    assert titles(message) == ["The printer stops", "The scanner hums"]
    for kind in ("plain", "html"):
        for words in ("Your case", "Cy and Bo replied", "And the roller.", "Which model?"):
            assert words in part(message, kind)
    oldest = await Notification.filter(thread_id=printer.id).order_by("id").first()
    assert oldest
    assert f"http://hub.test/notifications/{oldest.uid}" in part(message, "html")
    await clock.set(f"{IN_TWO_DAYS} 08:00")
    await send(over_smtp)
    assert len(to_ann(smtp)) == 1


async def test_no_item_is_told_twice_whatever_is_chosen_in_between(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    bo = await make.reader("Bo")
    thread = await make.thread(ann)
    await clock.set(f"{TODAY} 09:00")
    for number, timings in enumerate(({}, ALL_DAILY, ALL_WEEKLY, dict.fromkeys(Kind, Timing.INSTANT))):
        await choose(ann.id, timings)
        await make.reply(bo, thread, f"Word {number} of Bo")
        await deliver("notifier")
        await clock.set(f"{TODAY} 09:1{number}")
        await send(over_smtp)
    for day in range(1, 15):
        await clock.set(f"{TODAY + timedelta(days=day)} 08:00")
        await send(over_smtp)
    told = Notification.filter(user_id=ann.id)
    assert await told.count() == await told.filter(mail_id__not_isnull=True).count() == 4
    words = " ".join(part(message, "plain") for message in to_ann(smtp))
    assert words.count("Word 0") == words.count("Word 3") == 1
    mails = {it.mail_id for it in await told}
    assert len(to_ann(smtp)) == len(mails) == await Mail.filter(user_id=ann.id, state=MailState.SENT).count()


async def test_my_mentions_and_cases_come_first_then_answers_then_what_many_talk_about(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    await choose(ann.id, ALL_DAILY)
    bo, cy, dan = [await make.reader(name) for name in ("Bo", "Cy", "Dan")]

    async def watched(title: str, *people: Reader) -> Thread:
        thread = await make.thread(bo, title)
        await watching.watch(ann, thread)
        for person in people:
            await make.reply(person, thread, f"So says {person.name}.")
        return thread

    await clock.set(f"{TODAY} 09:00")
    mention = await make.thread(bo, "A mention", body=f"@{ann.handle} knows")
    mine = await make.thread(ann, "My case")
    await make.reply(bo, mine)
    await watched("Few talk", cy)
    await watched("Many talk", cy, dan)
    await watched("Few talk, later", dan)
    solved = await watched("An answer")
    await make.answer(bo, solved, await make.reply(cy, solved))
    await deliver("notifier")
    await clock.set(f"{TOMORROW} 08:00")
    await send(over_smtp)
    [message] = to_ann(smtp)
    assert titles(message) == [
        "My case",
        "A mention",
        "An answer",
        "Many talk",
        "Few talk, later",
        "Few talk",
    ]
    assert mention.title in part(message, "html")


@pytest.mark.pure
def test_a_story_is_ranked_by_what_it_is_to_the_reader_then_people_then_time() -> None:
    early = datetime(2026, 11, 1, tzinfo=UTC)
    late = early + timedelta(hours=1)
    ranks = [rank(0, 1, late), rank(0, 1, early), rank(1, 9, early), rank(2, 2, early), rank(2, 1, late)]
    assert ranks == sorted(ranks)


async def test_a_digest_is_short(
    make: Make,
    deliver: Deliver,
    ann: Reader,
    clock: Clock,
    smtp: MailServer,
    over_smtp: Settings,
) -> None:
    await choose(ann.id, ALL_DAILY)
    await clock.set(f"{TODAY} 09:00")
    bo, space = await make.reader("Bo"), await make.space()
    for number in range(telling.MOST + 3):
        thread = await make.thread(ann, f"Case {number}", space=space)
        await make.reply(bo, thread, "word " * 200)
    await deliver("notifier")
    await clock.set(f"{TOMORROW} 08:00")
    await send(over_smtp)
    [message] = to_ann(smtp)
    assert len(titles(message)) == telling.MOST
    assert "3 more in your inbox" in part(message, "html")
    assert max(len(line) for line in part(message, "plain").splitlines()) < 200
    # The rest was told of, too.
    await clock.set(f"{IN_TWO_DAYS} 08:00")
    await send(over_smtp)
    assert len(to_ann(smtp)) == 1


@pytest.mark.parametrize(
    "change",
    ["read", "deactivated", "no access", "hidden", "muted", "off", "post deleted", "address removed"],
)
async def test_what_is_not_to_be_told_any_more_makes_no_digest(
    make: Make,
    deliver: Deliver,
    ann: Reader,
    clock: Clock,
    smtp: MailServer,
    over_smtp: Settings,
    change: str,
) -> None:
    bo, lead = await make.reader("Bo"), await make.reader("Lead", role="lead")
    audience = await make.audience(ann, bo, lead)
    ann, bo, lead = [await make.fresh(person) for person in (ann, bo, lead)]
    for person in (ann, lead):
        await choose(person.id, ALL_DAILY)
    await clock.set(f"{TODAY} 09:00")
    thread = await make.thread(lead, audience=audience)
    await watching.watch(ann, thread)
    post = await make.reply(bo, thread)
    await deliver("notifier")
    match change:
        case "read":
            await marks.mark_topic_read(ann, f"thread:{thread.id}")
        case "deactivated":
            await User.filter(id=ann.id).update(active=False)
        case "no access":
            await audiences.change(None, audience, name="Fewer", group_ids=[], user_ids=[bo.id, lead.id])
        case "hidden":
            await moderation.hide(lead, thread)
        case "muted":
            await watching.watch(ann, thread, WatchLevel.MUTED)
        case "off":
            await choose(ann.id, dict.fromkeys(Kind, Timing.OFF))
        case "post deleted":
            await replies.delete_post(bo, post)
        case "address removed":
            await User.filter(id=ann.id).update(email=None)
    await clock.set(f"{TOMORROW} 08:00")
    await send(over_smtp)
    assert to_ann(smtp) == []
    # The other, who lost nothing, is told.
    assert bool(smtp.post.to("person3@")) is (change != "post deleted")


async def test_instant_mail_waits_for_the_end_of_quiet_hours_and_comes_as_one(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    await choose(ann.id, {}, NIGHT)
    bo, cy = await make.reader("Bo"), await make.reader("Cy")
    printer, scanner = await make.thread(ann, "The printer stops"), await make.thread(ann, "The scanner hums")
    await watching.watch(cy, printer)
    await clock.set(f"{TODAY} 22:30")
    for number in range(20):
        await make.reply(bo, printer if number % 2 else scanner, f"Try {number}")
    await deliver("notifier")
    for at in (f"{TODAY} 23:00", f"{TOMORROW} 06:59"):
        await clock.set(at)
        await send(over_smtp)
        assert to_ann(smtp) == []
    assert len(smtp.post.to("person3@")) == 10
    await clock.set(f"{TOMORROW} 07:00")
    await send(over_smtp)
    [message] = to_ann(smtp)
    assert message["Subject"] == "[Hub] During your quiet hours: The printer stops and 1 other"
    assert "kept until your quiet hours were over" in part(message, "html")


async def test_a_single_mail_held_back_looks_as_ever(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    await choose(ann.id, {}, NIGHT)
    thread = await make.thread(ann)
    await clock.set(f"{TODAY} 23:00")
    await make.reply(await make.reader("Bo"), thread)
    await deliver("notifier")
    await clock.set(f"{TOMORROW} 07:00")
    await send(over_smtp)
    [message] = to_ann(smtp)
    assert message["Subject"] == "[Hub] The printer stops"
    assert message["List-Id"] == "<reply.hub.test>"
    assert message["List-Unsubscribe"].strip("<>").endswith("?kind=reply")


async def test_mail_that_was_held_up_until_the_quiet_hours_waits_for_their_end(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    await choose(ann.id, {}, NIGHT)
    thread = await make.thread(ann)
    await clock.set(f"{TODAY} 21:00")
    for word in ("First", "Second"):
        await make.reply(await make.reader("Bo"), thread, word)
    await deliver("notifier")
    assert await Mail.filter(template="reply", user_id=ann.id).count() == 2
    await clock.set(f"{TODAY} 22:30")
    await send(over_smtp)
    assert to_ann(smtp) == []
    await clock.set(f"{TOMORROW} 07:00")
    await send(over_smtp)
    assert [message["Subject"] for message in to_ann(smtp)] == [
        "[Hub] During your quiet hours: The printer stops"
    ]


async def test_invitations_and_reset_links_never_wait(
    make: Make, deliver: Deliver, ann: Reader, smtp: MailServer, over_smtp: Settings
) -> None:
    minute = now().hour * 60 + now().minute
    quiet = Hours(quiet=((minute - 60) % 1440, (minute + 60) % 1440))
    assert quiet.quiet_until(now())
    await choose(ann.id, ALL_WEEKLY, quiet)
    await invitations.invite(await make.reader(role="admin"), email="new@example.com", name="New")
    await resets.request_reset("person1@example.com", address="127.0.0.1")
    await deliver("notifier")
    await send(over_smtp)
    assert {str(message["To"]) for message in smtp.post.messages} == {
        "Ann <person1@example.com>",
        "New <new@example.com>",
    }


async def test_two_workers_send_a_digest_once(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    people = [ann, *[await make.reader() for _number in range(6)]]
    bo = await make.reader("Bo")
    await clock.set(f"{TODAY} 09:00")
    for person in people:
        await choose(person.id, ALL_DAILY)
        await make.reply(bo, await make.thread(person))
    await deliver("notifier")
    await clock.set(f"{TOMORROW} 08:00")
    await asyncio.gather(*(mailer.send_due(over_smtp) for _worker in range(3)))
    assert len({message["Message-ID"] for message in smtp.post.messages}) == len(people)
    assert len(smtp.post.messages) == len(people)


async def test_a_digest_that_was_begun_tells_the_same_when_it_is_tried_again(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    await choose(ann.id, ALL_DAILY)
    await clock.set(f"{TODAY} 09:00")
    bo = await make.reader("Bo")
    await make.reply(bo, await make.thread(ann, "First"))
    await deliver("notifier")
    await clock.set(f"{TOMORROW} 08:00")
    smtp.post.answers["person1@example.com"] = "452 4.2.2 Mailbox full"
    await send(over_smtp)
    await make.reply(bo, await make.thread(ann, "Second"))
    await deliver("notifier")
    smtp.post.answers.clear()
    await clock.set(f"{TOMORROW} 08:30")
    await Mail.filter(failures=1).update(run_at=now())
    await send(over_smtp)
    assert [titles(message) for message in to_ann(smtp)] == [["First"]]
    await clock.set(f"{IN_TWO_DAYS} 08:00")
    await send(over_smtp)
    assert [titles(message) for message in to_ann(smtp)] == [["First"], ["Second"]]


async def test_a_worker_that_died_over_a_digest_is_succeeded_under_the_same_message_id(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    await choose(ann.id, ALL_DAILY)
    await clock.set(f"{TODAY} 09:00")
    await make.reply(await make.reader("Bo"), await make.thread(ann))
    await deliver("notifier")
    await clock.set(f"{TOMORROW} 08:00")
    assert await queue.claim()
    assert await mailer.send_due(over_smtp) == 0
    await Mail.all().update(lease_until=now() - timedelta(seconds=1))
    assert await mailer.send_due(over_smtp) == 1
    # As if the server's yes had not been heard.
    await Mail.all().update(state=MailState.QUEUED)
    assert await mailer.send_due(over_smtp) == 1
    first, second = to_ann(smtp)
    assert first["Message-ID"] == second["Message-ID"]
    assert titles(first) == titles(second) == ["The printer stops"]


async def test_a_late_digest_does_not_disturb_the_night(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    await choose(ann.id, ALL_DAILY, NIGHT)
    await clock.set(f"{TODAY} 09:00")
    await make.reply(await make.reader("Bo"), await make.thread(ann))
    await deliver("notifier")
    await clock.set(f"{TOMORROW} 23:00")
    await send(over_smtp)
    assert to_ann(smtp) == []
    await clock.set(f"{IN_TWO_DAYS} 07:00")
    await send(over_smtp)
    assert len(to_ann(smtp)) == 1


async def test_the_week_ends_with_what_was_solved_in_what_one_follows(
    make: Make, deliver: Deliver, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    ann = await make.reader("王伟", locale="zh")
    bo, cy = await make.reader("Bo"), await make.reader("Cy")
    monday = now() + timedelta(days=8 - now().isoweekday())
    await clock.set(f"{TODAY} 00:00")
    await choose(ann.id, dict.fromkeys(Kind, Timing.OFF) | {Kind.ASSIGNED: Timing.WEEKLY})
    followed, other = await make.thread(bo, "Followed"), await make.thread(bo, "Not followed")
    secret = await make.thread(bo, "Secret", audience=await make.audience(bo, cy))
    await watching.watch(ann, followed, WatchLevel.TRACKING)
    for thread in (followed, other):
        await make.answer(bo, thread, await make.reply(cy, thread, "The gear was worn."))
    await promotion.promote(bo, followed)
    lead = await make.reader("Lead", role="lead")
    narrow = await make.audience(bo, cy, lead)
    bo, cy, lead = await make.fresh(bo), await make.fresh(cy), await make.fresh(lead)
    narrowed = await make.thread(bo, "Narrowed later")
    await watching.watch(ann, narrowed, WatchLevel.TRACKING)
    await make.answer(bo, narrowed, await make.reply(cy, narrowed))
    await promotion.promote(bo, narrowed, title="From a narrowed case")
    await moderation.change_audience(lead, narrowed, narrow)
    await deliver("notifier")
    await clock.set(f"{monday:%Y-%m-%d} 08:00")
    await send(over_smtp)
    [message] = to_ann(smtp)
    text = part(message, "plain")
    assert "每周摘要" in message["Subject"]
    assert text.count("Followed") >= 2
    assert "Cy的答案被采纳" in text
    assert "Bo把它收入了知识库" in text
    assert other.title not in text
    assert secret.title not in text
    assert "From a narrowed case" not in text
    # The next one is owed, and has nothing to say.
    await clock.set(f"{monday + timedelta(days=7):%Y-%m-%d} 08:00")
    await send(over_smtp)
    assert len(to_ann(smtp)) == 1
    assert await Mail.filter(user_id=ann.id, state=MailState.QUEUED).count() == 1


async def test_a_weekly_digest_comes_again_when_the_address_takes_mail_again(
    ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    monday = now() + timedelta(days=8 - now().isoweekday())
    await clock.set(f"{TODAY} 00:00")
    await choose(ann.id, ALL_WEEKLY)
    await troubles.stop("person1@example.com", "550 5.1.1")
    await clock.set(f"{monday:%Y-%m-%d} 08:00")
    await send(over_smtp)
    assert await Mail.filter(last_error="the address takes no mail").count() == 1
    following = await Mail.get(state=MailState.QUEUED)
    assert following.run_at.date() == (monday + timedelta(days=7)).date()


async def test_no_text_of_a_digest_can_add_a_header_or_markup(
    make: Make, deliver: Deliver, ann: Reader, clock: Clock, smtp: MailServer, over_smtp: Settings
) -> None:
    await choose(ann.id, ALL_DAILY)
    await clock.set(f"{TODAY} 09:00")
    bo = await make.reader("<b>Bo</b>\nX-Evil: 1")
    thread = await make.thread(ann, "Title\r\nBcc: everybody@example.com <script>&amp;")
    await make.reply(bo, thread, "<script>alert(1)</script> & <b>bold</b>")
    await deliver("notifier")
    await clock.set(f"{TOMORROW} 08:00")
    await send(over_smtp)
    [message] = to_ann(smtp)
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert "Bcc: everybody@example.com <script>&amp;" in message["Subject"]
    assert "<script>" not in part(message, "html")
    assert "<b>Bo" not in part(message, "html")
