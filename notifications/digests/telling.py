"""A digest as a draft of a mail."""

from datetime import datetime, timedelta

from hub.accounts.links import Purpose, link_for
from hub.accounts.models import User
from hub.database import now
from hub.i18n import N_, SOURCE_LOCALE, _, in_locale, ngettext
from hub.identity import Reader, load_readers
from hub.settings import get_settings
from hub.text import excerpt
from notifications.digests.gathering import gather
from notifications.digests.solved import solved
from notifications.digests.stories import Story, stories
from notifications.mailer import owing
from notifications.mailer.letters import Draft, Later, NotOwed
from notifications.models import Mail, MailState, Notification, Timing
from notifications.preferences.wishes import wishes_of

# The rest is one line that leads to the inbox.
MOST = 10
# Lists of mail show no more of a subject.
LONGEST_TITLE = 70
# Whoever chose the hour of a digest wants it in that hour even if it is quiet, but not hours late.
LATE = timedelta(hours=1)

SERIES = {
    Timing.INSTANT: N_("During your quiet hours"),
    Timing.DAILY: N_("Daily digest"),
    Timing.WEEKLY: N_("Weekly digest"),
}


async def digest(mail: Mail, user: User) -> Draft | Notification:
    """The draft of an owed digest, or the only notification in one of instant mail, which is told as ever.

    Later while it must not disturb; NotOwed when there is nothing to say.
    """
    timing, due = _owed(mail)
    wishes = await wishes_of(user.id)
    quiet_until = wishes.hours.quiet_until(now())
    if quiet_until and (timing is Timing.INSTANT or now() > due + LATE):
        raise Later(quiet_until)
    [reader] = await load_readers([user.id])
    notifications = await gather(reader, wishes, mail, timing)
    if timing is Timing.INSTANT and len(notifications) == 1:
        return notifications[0]
    with in_locale(user.locale or SOURCE_LOCALE):
        told = await stories(reader, notifications)
        besides: list[Story] = []
        if timing is Timing.WEEKLY and wishes.kinds(timing):
            since = await _last_week(mail, reader, due)
            besides = await solved(reader, since, due, {it.topic for it in notifications})
        if not told and not besides:
            raise NotOwed("there is nothing to tell")
        return _draft(user, timing, told, besides)


async def owe_following(mail: Mail, user: User) -> None:
    """Owe the next weekly digest before one is written: it comes whether or not anything is told in between."""
    timing, due = _owed(mail)
    wishes = await wishes_of(user.id)
    if timing is Timing.WEEKLY and wishes.kinds(timing):
        await owing.owe_digest(wishes, timing, max(due, now()))


def _owed(mail: Mail) -> tuple[Timing, datetime]:
    return Timing(mail.context["timing"]), datetime.fromisoformat(mail.context["due"])


async def _last_week(mail: Mail, reader: Reader, due: datetime) -> datetime:
    """Until when the last weekly digest told; at most a week back."""
    told = Mail.filter(
        user_id=reader.id,
        template=owing.DIGEST,
        context__contains={"timing": Timing.WEEKLY.value},
        state=MailState.SENT,
        id__lt=mail.id,
    )
    last = await told.order_by("-id").first()
    week_ago = due - timedelta(days=7)
    return max(week_ago, datetime.fromisoformat(last.context["due"])) if last else week_ago


def _draft(user: User, timing: Timing, told: list[Story], besides: list[Story]) -> Draft:
    address = get_settings().address
    context = {
        "series": _(SERIES[timing]),
        "subject": _subject([*told, *besides]),
        "stories": told[:MOST],
        "besides": besides,
        "more": len(told[MOST:]),
        "address": address,
        "settings_link": f"{address}/settings/mail",
        "timing": timing.value,
    }
    return Draft(
        template=owing.DIGEST,
        address=user.email or "",
        name=user.name,
        locale=user.locale or SOURCE_LOCALE,
        context=context,
        unsubscribe=f"{link_for(Purpose.UNSUBSCRIBE, user.uid)}?timing={timing.value}",
        series=timing.value,
    )


def _subject(told: list[Story]) -> str:
    title, others = excerpt(told[0].title, LONGEST_TITLE), len(told) - 1
    if not others:
        return title
    return ngettext("%(title)s and %(num)s other", "%(title)s and %(num)s others", others) % {
        "title": title,
        "num": others,
    }
