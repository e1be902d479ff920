"""The notifier: writes what people are told into their inboxes and owes them their mail, in one transaction."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from discussions.events import PostDeleted
from hub.accounts.events import PasswordResetRequested, PersonInvited
from hub.accounts.models import Invitation, PasswordReset
from hub.database import connection, in_transaction, new_uid
from hub.outbox import Event, Happened
from hub.settings import get_settings
from notifications import recipients
from notifications.models import Notification
from notifications.recipients import Telling
from notifications.signals import inbox_changed, mail_queued

EVENTS: tuple[type[Event], ...] = (*recipients.EVENTS, PostDeleted, PersonInvited, PasswordResetRequested)

# Templates of mails that no notification stands behind.
INVITATION = "invitation"
PASSWORD_RESET = "password_reset"  # noqa: S105  # the name of a template

# Who sees the thing on the screen within this time needs no mail about it.
GRACE_SECONDS = 5

# Delivered twice, an event still makes one line for each person, and so one mail.
_NOTIFY = """
INSERT INTO notification
    (uid, user_id, event_id, kind, actor_id, topic, thread_id, post_id, article_id, created_at, read_at)
SELECT uid, user_id, $4, kind, $5, $6, $7, $8, $9, $10, CASE WHEN user_id = ANY($11) THEN now() END
FROM unnest($1::uuid[], $2::bigint[], $3::text[]) AS told(uid, user_id, kind)
ON CONFLICT (event_id, user_id) DO NOTHING
RETURNING id, user_id, kind, read_at
"""
_QUEUE_MAIL = """
INSERT INTO mail (user_id, address, template, context, message_id, state, failures, run_at, last_error, created_at)
VALUES ($1, $2, $3, $4::jsonb, $5, 'queued', 0, now() + make_interval(secs => $6), '', now())
ON CONFLICT (message_id) DO NOTHING
"""
_WANTING_MAIL = """
SELECT id, email FROM account WHERE id = ANY($1) AND email IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM mail_choice WHERE mail_choice.user_id = account.id AND mail_choice.kind = $2 AND timing = 'off'
)
"""


async def notify(batch: Sequence[Happened]) -> None:
    """Handle events of the types in `EVENTS`; a second delivery of one changes nothing."""
    for happened in batch:
        match happened.event:
            case PersonInvited(invitation_id=id_):
                await _owe_invitation(happened, id_)
            case PasswordResetRequested(password_reset_id=id_):
                await _owe_reset(happened, id_)
            case PostDeleted(post_id=id_):
                await _forget_post(id_)
            case event:
                if telling := await recipients.told(event):
                    await _tell(happened, telling)


async def _tell(happened: Happened, telling: Telling) -> None:
    people = sorted(telling.kinds)
    if not people:
        return
    async with in_transaction():
        rows = await connection().execute_query_dict(
            _NOTIFY,
            [
                [new_uid() for _person in people],
                people,
                [telling.kinds[user_id].value for user_id in people],
                happened.id,
                telling.actor_id,
                telling.topic,
                telling.thread_id,
                telling.post_id,
                telling.article_id,
                happened.at,
                sorted(await recipients.have_seen(happened.event, people)),
            ],
        )
        unread = [row for row in rows if row["read_at"] is None]
        await _owe_mail(happened, unread)
        await inbox_changed(row["user_id"] for row in unread)


async def _owe_mail(happened: Happened, rows: Iterable[dict[str, Any]]) -> None:
    by_kind: dict[str, dict[int, int]] = {}
    for row in rows:
        by_kind.setdefault(row["kind"], {})[row["user_id"]] = row["id"]
    for kind, notifications in by_kind.items():
        for person in await connection().execute_query_dict(_WANTING_MAIL, [list(notifications), kind]):
            await _queue(
                person["id"],
                person["email"],
                kind,
                {"notification": notifications[person["id"]]},
                f"{happened.id}-{person['id']}",
                GRACE_SECONDS,
            )
    if by_kind:
        await mail_queued()


async def _owe_invitation(happened: Happened, invitation_id: int) -> None:
    if invitation := await Invitation.get_or_none(id=invitation_id):
        async with in_transaction():
            await _queue(
                None,
                invitation.email,
                INVITATION,
                {"invitation": invitation.id},
                f"{happened.id}-invitation",
            )
            await mail_queued()


async def _owe_reset(happened: Happened, reset_id: int) -> None:
    reset = await PasswordReset.get_or_none(id=reset_id).select_related("user")
    if reset and reset.user.email:
        async with in_transaction():
            await _queue(
                reset.user_id, reset.user.email, PASSWORD_RESET, {"reset": reset.id}, f"{happened.id}-reset"
            )
            await mail_queued()


async def _queue(
    user_id: int | None, address: str, template: str, context: dict[str, int], name: str, wait: int = 0
) -> None:
    host = urlsplit(get_settings().address).hostname
    await connection().execute_query(
        _QUEUE_MAIL, [user_id, address, template, json.dumps(context), f"<{name}@{host}>", wait]
    )


async def _forget_post(post_id: int) -> None:
    """What told of a deleted post goes with it."""
    async with in_transaction():
        gone = Notification.filter(post_id=post_id)
        concerned = await gone.values_list("user_id", flat=True)
        await gone.delete()
        await inbox_changed(int(str(user_id)) for user_id in concerned)
