"""The notifier: writes what people are told into their inboxes and owes them their mail, in one transaction."""

from collections.abc import Sequence

from tortoise.queryset import QuerySet

from discussions.events import PostDeleted
from hub.accounts.events import PasswordResetRequested, PersonInvited
from hub.accounts.models import Invitation, PasswordReset
from hub.database import connection, in_transaction, new_uid, now
from hub.outbox import Event, Happened
from knowledge.gaps.events import GapAssigned
from notifications import recipients
from notifications.mailer import owing
from notifications.mailer.owing import Owed, Told
from notifications.models import Kind, Notification
from notifications.push import owing as pushes
from notifications.recipients import Telling
from notifications.signals import inbox_changed, mail_queued
from notifications.topics import gap_topic

EVENTS: tuple[type[Event], ...] = (*recipients.EVENTS, PostDeleted, PersonInvited, PasswordResetRequested)

# Delivered twice, an event still makes one line for each person, and so one mail. Who watched a post arrive has it in
# the inbox, but it is not news any more; asked by EXISTS, the planner would now and then read all marks of all threads.
_NOTIFY = """
INSERT INTO notification
    (uid, user_id, event_id, kind, reason, actor_id, topic, thread_id, post_id, article_id, defect_id, opinion_topic_id,
    created_at, read_at)
SELECT uid, user_id, event_id, kind, reason, actor_id, topic, thread_id, post_id, article_id, defect_id,
    opinion_topic_id, at,
    CASE WHEN arriving AND (
    SELECT number FROM post WHERE post.id = told.post_id
) <= (
    SELECT last_number FROM read_mark WHERE (read_mark.thread_id, read_mark.user_id) = (told.thread_id, told.user_id)
) THEN now() END
FROM unnest(
    $1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::bigint[],
    $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::timestamptz[], $14::boolean[]
) AS told(
    uid, user_id, event_id, kind, reason, actor_id, topic, thread_id, post_id, article_id, defect_id, opinion_topic_id,
    at, arriving
)
ON CONFLICT (event_id, user_id) DO NOTHING
RETURNING id, user_id, event_id, kind, read_at
"""


async def notify(batch: Sequence[Happened]) -> None:
    """Handle events of the types in `EVENTS`; a second delivery of one changes nothing."""
    await _tell(await recipients.told([one for one in batch if isinstance(one.event, recipients.EVENTS)]))
    for happened in batch:
        match happened.event:
            case PersonInvited(invitation_id=id_):
                await _owe_invitation(happened, id_)
            case PasswordResetRequested(password_reset_id=id_):
                await _owe_reset(happened, id_)
            case PostDeleted(post_id=id_):
                await _forget(Notification.filter(post_id=id_))
            case GapAssigned(gap_id=id_, assignee_id=assignee_id):
                await _forget(Notification.filter(topic=gap_topic(id_)).exclude(user_id=assignee_id))


async def _tell(tellings: Sequence[Telling]) -> None:
    """Write every line of these into the inboxes, and owe the mail that follows, all at once."""
    lines = [
        (
            new_uid(), user_id, telling.happened.id, telling.kinds[user_id].value, telling.reason, telling.actor_id,
            telling.topic, telling.thread_id, telling.post_id, telling.article_id,
            telling.defect.id if telling.defect else None,
            telling.opinion_topic.id if telling.opinion_topic else None,
            telling.happened.at, telling.arriving,
        )
        for telling in tellings
        for user_id in sorted(telling.kinds)
    ]  # fmt: skip
    if not lines:
        return
    async with in_transaction():
        columns = [list(column) for column in zip(*lines, strict=True)]
        rows = await connection().execute_query_dict(_NOTIFY, columns)
        unread = [row for row in rows if row["read_at"] is None]
        if unread:
            told = [Told(row["event_id"], row["user_id"], row["id"], Kind(row["kind"])) for row in unread]
            await owing.owe_told(told)
            await pushes.owe_told(told)
            await mail_queued()
            await inbox_changed(row["user_id"] for row in unread)


async def _owe_invitation(happened: Happened, invitation_id: int) -> None:
    if invitation := await Invitation.get_or_none(id=invitation_id):
        context = {"invitation": invitation.id}
        await _owe(happened, None, invitation.email, owing.INVITATION, context, "invitation")


async def _owe_reset(happened: Happened, reset_id: int) -> None:
    reset = await PasswordReset.get_or_none(id=reset_id).select_related("user")
    if reset and reset.user.email:
        context = {"reset": reset.id}
        await _owe(happened, reset.user_id, reset.user.email, owing.PASSWORD_RESET, context, "reset")


async def _owe(
    happened: Happened,
    user_id: int | None,
    address: str,
    template: str,
    context: dict[str, int | str],
    name: str,
) -> None:
    async with in_transaction():
        await owing.queue([Owed(user_id, address, template, context, f"{happened.id}-{name}", now())])
        await mail_queued()


async def _forget(gone: QuerySet[Notification]) -> None:
    """What told of a deleted post, or asked somebody who is asked no more, goes."""
    async with in_transaction():
        concerned = await gone.values_list("user_id", flat=True)
        await gone.delete()
        await inbox_changed(int(str(user_id)) for user_id in concerned)
