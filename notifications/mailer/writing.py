"""What a mail says: written when it is sent, from what is true then."""

from dataclasses import dataclass, field
from typing import Any

from discussions.models import AcceptedAnswer, Post, Thread, Watch, WatchLevel
from hub.accounts.links import Purpose, link_for
from hub.accounts.models import Invitation, PasswordReset, User
from hub.database import now
from hub.i18n import SOURCE_LOCALE, in_locale
from hub.identity import load_readers
from hub.pages import render_text
from hub.settings import get_settings
from hub.text import plain, squeeze
from knowledge.models import Article
from notifications.consumers import INVITATION, PASSWORD_RESET
from notifications.models import Kind, Mail, MailChoice, Notification, Timing
from notifications.policy import visible_to
from notifications.wording import sentence, subject

LONGEST_QUOTATION = 4000


class NotOwed(Exception):
    """The mail has become pointless; the argument says why, for the log."""


@dataclass(frozen=True)
class Letter:
    """A mail as it leaves. `thread` names the conversation, `unsubscribe` is the address that ends such mail."""

    message_id: str
    address: str
    name: str
    locale: str
    subject: str
    text: str
    html: str
    thread: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True)
class _Addressee:
    address: str
    name: str
    locale: str
    context: dict[str, Any] = field(default_factory=dict)
    thread: str = ""
    unsubscribe: str = ""


async def write(mail: Mail) -> Letter:
    """The letter for an owed mail; NotOwed when its addressee should not get it any more."""
    match mail.template:
        case template if template == INVITATION:
            to = await _invited(mail.context["invitation"])
        case template if template == PASSWORD_RESET:
            to = await _locked_out(mail.context["reset"])
        case _:
            to = await _told(mail.context["notification"])
    context = to.context | {"name": to.name, "unsubscribe": to.unsubscribe}
    return Letter(
        message_id=mail.message_id,
        address=to.address,
        name=squeeze(to.name),
        locale=to.locale,
        subject=squeeze(_part(mail.template, "subject.txt", to.locale, context)),
        text=_part(mail.template, "body.txt", to.locale, context).strip() + "\n",
        html=_part(mail.template, "body.html", to.locale, context),
        thread=to.thread,
        unsubscribe=to.unsubscribe,
    )


async def _invited(invitation_id: int) -> _Addressee:
    invitation = await Invitation.get_or_none(id=invitation_id).select_related("invited_by")
    if invitation is None or invitation.accepted_at or invitation.revoked_at:
        raise NotOwed("the invitation was accepted or withdrawn")
    if invitation.expires_at < now():
        raise NotOwed("the invitation has expired")
    by = invitation.invited_by.name if invitation.invited_by else ""
    context = {
        "by": by,
        "link": link_for(Purpose.INVITATION, invitation.uid),
        "expires_at": invitation.expires_at,
    }
    return _Addressee(invitation.email, invitation.name, invitation.locale or SOURCE_LOCALE, context)


async def _locked_out(reset_id: int) -> _Addressee:
    reset = await PasswordReset.get_or_none(id=reset_id).select_related("user")
    if reset is None or reset.used_at or reset.expires_at < now():
        raise NotOwed("the link was used or has expired")
    user = _reachable(reset.user)
    context = {"link": link_for(Purpose.PASSWORD_RESET, reset.uid)}
    return _Addressee(user.email or "", user.name, user.locale or SOURCE_LOCALE, context)


async def _told(notification_id: int) -> _Addressee:
    notification = await Notification.get_or_none(id=notification_id).select_related("user", "actor")
    if notification is None:
        raise NotOwed("what it told of is gone")
    user = _reachable(notification.user)
    await _check_still_wanted(notification)
    thread = await Thread.get_or_none(id=notification.thread_id) if notification.thread_id else None
    post = await Post.get_or_none(id=notification.post_id) if notification.post_id else None
    article = await Article.get_or_none(id=notification.article_id) if notification.article_id else None
    locale = user.locale or SOURCE_LOCALE
    address = get_settings().address
    unsubscribe = f"{link_for(Purpose.UNSUBSCRIBE, user.uid)}?kind={notification.kind.value}"
    actors = [notification.actor.name] if notification.actor else []
    with in_locale(locale):
        mine = post is not None and post.author_id == user.id
        context = {
            "sentence": sentence(notification.kind, actors, mine=mine),
            "subject": subject(notification.kind),
            "title": article.title if article else thread.title if thread else "",
            "quotation": _quotation(post),
            "link": f"{address}/notifications/{notification.uid}",
            "settings_link": f"{address}/settings/mail",
        }
    return _Addressee(user.email or "", user.name, locale, context, notification.topic, unsubscribe)


def _reachable(user: User) -> User:
    if not user.active or not user.email:
        raise NotOwed("the account is not active or has no address")
    return user


async def _check_still_wanted(notification: Notification) -> None:
    """Between the event and the mail a person may have read it, lost access, or had enough."""
    if notification.read_at:
        raise NotOwed("it was read already")
    readers = await load_readers([notification.user_id])
    if not readers or not await visible_to(readers[0]).filter(id=notification.id).exists():
        raise NotOwed("the reader may not see it any more")
    if await MailChoice.filter(
        user_id=notification.user_id, kind=notification.kind, timing=Timing.OFF
    ).exists():
        raise NotOwed("the reader wants no mail of this kind")
    if await Watch.filter(
        user_id=notification.user_id, thread_id=notification.thread_id, level=WatchLevel.MUTED
    ).exists():
        raise NotOwed("the reader muted the thread")
    if notification.post_id and await Post.filter(id=notification.post_id, deleted_at__isnull=False).exists():
        raise NotOwed("the post was deleted")
    accepted = AcceptedAnswer.filter(post_id=notification.post_id)
    if notification.kind is Kind.ANSWER_ACCEPTED and not await accepted.exists():
        raise NotOwed("the answer was withdrawn")
    assigned = Thread.filter(id=notification.thread_id, assignee_id=notification.user_id)
    if notification.kind is Kind.ASSIGNED and not await assigned.exists():
        raise NotOwed("somebody else has the case now")


def _quotation(post: Post | None) -> str:
    """The words of a post, without markup: nothing in them loads, runs or leads anywhere."""
    text = plain(post.html) if post else ""
    return text if len(text) <= LONGEST_QUOTATION else text[: LONGEST_QUOTATION - 1] + "…"


def _part(template: str, part: str, locale: str, context: dict[str, Any]) -> str:
    return str(render_text(f"mail/{template}/{part}", locale, **context))
