"""The keys of product teams. Nothing tells of any report."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import Recovery
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason
from notifications.topics import recovery_of


async def _asked_still(notifications: Sequence[Notification]) -> set[int]:
    uids = [uid for it in notifications if (uid := recovery_of(it.topic))]
    asking = set(await Recovery.filter(uid__in=uids, closed_at__isnull=True).values_list("uid", flat=True))
    return {it.id for it in notifications if recovery_of(it.topic) in asking}


REASONS = {
    "key_made": Reason(
        Kind.DEFECT, N_("Your team has a new key for sealed reports: its fingerprint changed")
    ),
    "key_granted": Reason(Kind.DEFECT, N_("You were given the key to the sealed reports of your team")),
    "key_taken": Reason(Kind.DEFECT, N_("Somebody may not have your team's key any more: make a new one")),
    "recovery_asked": Reason(
        Kind.DEFECT, N_("A team has lost its key and asks for your share"), _asked_still
    ),
    "recovery_share": Reason(Kind.DEFECT, N_("A share of your team's key was given: one more is needed")),
    "recovery_enough": Reason(Kind.DEFECT, N_("Your team's key can be restored now"), _asked_still),
    "recovery_done": Reason(Kind.DEFECT, N_("The key of a team was restored")),
}
