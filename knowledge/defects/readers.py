"""Who reads a report besides whoever reported it, and who would gain."""

from hub.accounts.models import User
from hub.audiences.models import Audience, AudienceGroup, AudiencePerson
from hub.audiences.operations import members_of
from knowledge.articles import readership
from knowledge.defects.errors import ReadersNotConfirmed
from knowledge.models import Defect


async def besides_team(defect: Defect) -> tuple[set[int], set[int]]:
    """The ids of the groups and of the people who were chosen besides the team."""
    groups = await AudienceGroup.filter(audience_id=defect.audience_id)
    people = await AudiencePerson.filter(audience_id=defect.audience_id)
    return {one.group_id for one in groups} - {defect.team_id}, {one.user_id for one in people}


async def require_agreement(defect: Defect, audience: Audience, confirmed: str) -> None:
    """ReadersNotConfirmed unless `confirmed` is the agreement to exactly the people who could read it newly."""
    ids = await members_of(audience) - await members_of(defect.audience_id) - {defect.author_id}
    gained = await User.filter(id__in=list(ids)).order_by("name", "id")
    # The audience may have been made for this question, and goes with the transaction: its id says nothing.
    agreement = readership.agreement_to(gained, "defect", defect.reference, audience.signature)
    readership.require_agreement(gained, agreement, confirmed, ReadersNotConfirmed)
