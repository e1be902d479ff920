"""What a mail says: written when it is sent, from what is true then."""

from typing import Any

from discussions.models import Post, Thread
from hub import installation
from hub.accounts.links import Purpose, link_for
from hub.accounts.models import Invitation, PasswordReset, User
from hub.database import in_transaction, now
from hub.i18n import SOURCE_LOCALE, in_locale
from hub.identity import load_readers
from hub.pages import render_text
from hub.settings import get_settings
from hub.text import plain, squeeze
from knowledge.models import Article
from notifications.digests.telling import digest, owe_following
from notifications.inbox import titles_of
from notifications.mailer import owing
from notifications.mailer.letters import Draft, Letter, NotOwed
from notifications.mailer.owing import DIGEST, INVITATION, PASSWORD_RESET
from notifications.mailer.standing import pointless
from notifications.models import Mail, Notification, Timing
from notifications.preferences.wishes import wishes_of
from notifications.smtp import troubles
from notifications.wording import sentence, subject

LONGEST_QUOTATION = 4000


async def write(mail: Mail) -> Letter:
    """The letter for an owed mail; NotOwed when its addressee should not get it any more, Later when not yet."""
    draft = await _draft(mail)
    context = draft.context | {"name": draft.name, "unsubscribe": draft.unsubscribe}
    return Letter(
        message_id=mail.message_id,
        address=draft.address,
        name=squeeze(draft.name),
        locale=draft.locale,
        subject=squeeze(_part(draft, "subject.txt", context)),
        text=_part(draft, "body.txt", context).strip() + "\n",
        html=_part(draft, "body.html", context),
        thread=draft.thread,
        unsubscribe=draft.unsubscribe,
        series=draft.series,
    )


async def _draft(mail: Mail) -> Draft:
    if mail.template == INVITATION:
        return await _invited(mail.context["invitation"])
    if mail.template == PASSWORD_RESET:
        return await _locked_out(mail.context["reset"])
    if mail.template == DIGEST:
        user = await User.get(id=mail.user_id)
        await owe_following(mail, user)
        told = await digest(mail, await _reachable(user))
        return await _about(told, user) if isinstance(told, Notification) else told
    return await _told(mail.context["notification"])


async def _invited(invitation_id: int) -> Draft:
    invitation = await Invitation.get_or_none(id=invitation_id).select_related("invited_by")
    if invitation is None or invitation.accepted_at or invitation.revoked_at:
        raise NotOwed("the invitation was accepted or withdrawn")
    if invitation.expires_at < now():
        raise NotOwed("the invitation has expired")
    await _check_not_restored(invitation)
    by = invitation.invited_by.name if invitation.invited_by else ""
    context = {
        "by": by,
        "link": link_for(Purpose.INVITATION, invitation.uid),
        "expires_at": invitation.expires_at,
    }
    locale = invitation.locale or SOURCE_LOCALE
    return Draft(INVITATION, invitation.email, invitation.name, locale, context)


async def _locked_out(reset_id: int) -> Draft:
    reset = await PasswordReset.get_or_none(id=reset_id).select_related("user")
    if reset is None or reset.used_at or reset.expires_at < now():
        raise NotOwed("the link was used or has expired")
    await _check_not_restored(reset)
    user = _active(reset.user)
    context = {"link": link_for(Purpose.PASSWORD_RESET, reset.uid)}
    return Draft(PASSWORD_RESET, user.email or "", user.name, user.locale or SOURCE_LOCALE, context)


async def _check_not_restored(row: Invitation | PasswordReset) -> None:
    told_before = await installation.mailed_until()
    if told_before and row.created_at <= told_before:
        raise NotOwed("from before the hub was restored")


async def _told(notification_id: int) -> Draft:
    notification = await Notification.get_or_none(id=notification_id).select_related("user", "actor")
    if notification is None:
        raise NotOwed("what it told of is gone")
    user = await _reachable(notification.user)
    readers = await load_readers([user.id])
    gone = await pointless(readers[0], [notification]) if readers else {}
    if notification.id in gone:
        raise NotOwed(gone[notification.id])
    await _check_due(notification)
    return await _about(notification, user)


async def _check_due(notification: Notification) -> None:
    """Since it was owed, quiet hours may have begun, or somebody chose otherwise."""
    wishes = await wishes_of(notification.user_id)
    timing = wishes.timings[notification.kind]
    if timing is Timing.OFF:
        raise NotOwed("the reader wants no mail of this kind")
    if timing is not Timing.INSTANT or wishes.hours.quiet_until(now()):
        async with in_transaction():
            await Notification.filter(id=notification.id).update(mail_id=None)
            await owing.owe_digest(wishes, timing, now())
        raise NotOwed("it is told in a digest")


async def _about(notification: Notification, user: User) -> Draft:
    thread = await Thread.get_or_none(id=notification.thread_id) if notification.thread_id else None
    post = await Post.get_or_none(id=notification.post_id) if notification.post_id else None
    article = await Article.get_or_none(id=notification.article_id) if notification.article_id else None
    locale = user.locale or SOURCE_LOCALE
    address = get_settings().address
    actors = [notification.actor.name] if notification.actor else []
    with in_locale(locale):
        mine = post is not None and post.author_id == user.id
        context = {
            "sentence": sentence(notification.kind, actors, reason=notification.reason, mine=mine),
            "subject": subject(notification.kind),
            "title": article.title if article else thread.title if thread else await _title(notification),
            "quotation": _quotation(post) or (article.summary if article else ""),
            "link": f"{address}/notifications/{notification.uid}",
            "settings_link": f"{address}/settings/mail",
        }
    return Draft(
        template=notification.kind.value,
        address=user.email or "",
        name=user.name,
        locale=locale,
        context=context,
        thread=notification.topic,
        unsubscribe=f"{link_for(Purpose.UNSUBSCRIBE, user.uid)}?kind={notification.kind.value}",
        series=notification.kind.value,
    )


async def _title(notification: Notification) -> str:
    """What it is called that is neither a case nor an article."""
    [reader] = await load_readers([notification.user_id])
    return (await titles_of(reader, [notification.topic])).get(notification.topic, "")


async def _reachable(user: User) -> User:
    """For mail that nobody asked for at this moment, unlike an invitation or a reset link."""
    if await troubles.stopped(_active(user).email or ""):
        raise NotOwed("the address takes no mail")
    return user


def _active(user: User) -> User:
    if not user.active or not user.email:
        raise NotOwed("the account is not active or has no address")
    return user


def _quotation(post: Post | None) -> str:
    """The words of a post, without markup: nothing in them loads, runs or leads anywhere."""
    text = plain(post.html) if post else ""
    return text if len(text) <= LONGEST_QUOTATION else text[: LONGEST_QUOTATION - 1] + "…"


def _part(draft: Draft, part: str, context: dict[str, Any]) -> str:
    return str(render_text(f"mail/{draft.template}/{part}", draft.locale, **context))
