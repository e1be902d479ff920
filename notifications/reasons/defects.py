"""Reports of product defects. No sentence has a word of a report; of a sealed one it only says that it changed."""

from collections.abc import Sequence

from hub.i18n import N_
from knowledge.models import Defect, DefectState
from notifications.models import Kind, Notification
from notifications.reasons.reason import Reason


async def _new_still(notifications: Sequence[Notification]) -> set[int]:
    new = Defect.filter(id__in=[it.defect_id for it in notifications if it.defect_id], state=DefectState.NEW)
    waiting = set(await new.values_list("id", flat=True))
    return {it.id for it in notifications if it.defect_id in waiting}


async def _assigned_still(notifications: Sequence[Notification]) -> set[int]:
    defects = Defect.filter(id__in=[it.defect_id for it in notifications if it.defect_id])
    assignees = dict(await defects.values_list("id", "assignee_id"))
    return {it.id for it in notifications if assignees.get(it.defect_id) == it.user_id}


REASONS = {
    "defect_reported": Reason(
        Kind.DEFECT, N_("There is a new report for your team"), _new_still, for_team=True
    ),
    "defect_moved": Reason(Kind.DEFECT, N_("A report was handed to your team"), for_team=True),
    "defect_assigned": Reason(
        Kind.DEFECT, N_("You were asked to look after a report"), _assigned_still, for_team=True
    ),
    "defect_reply": Reason(Kind.DEFECT, N_("There is a new reply in a report for your team"), for_team=True),
    "defect_note": Reason(
        Kind.DEFECT, N_("There is a new note in a report that you look after"), for_team=True
    ),
    "defect_sealed_team": Reason(Kind.DEFECT, N_("Something changed"), for_team=True),
    "defect_sealed": Reason(Kind.DEFECT, N_("Something changed")),
    "defect_accepted": Reason(Kind.DEFECT, N_("Your report was accepted")),
    "defect_duplicate": Reason(Kind.DEFECT, N_("What you reported is known already")),
    "defect_declined": Reason(Kind.DEFECT, N_("Your report was declined")),
    "defect_fixed": Reason(Kind.DEFECT, N_("What you reported was fixed")),
    "defect_new": Reason(Kind.DEFECT, N_("Your report was opened again")),
    "defect_answered": Reason(Kind.DEFECT, N_("The product team replied to your report")),
    "defect_article": Reason(Kind.DEFECT, N_("There is an article about what you reported")),
}
