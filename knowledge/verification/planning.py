"""Who verifies an article, and for how long it holds then."""

from hub import audit
from hub.accounts.models import User
from hub.audiences.operations import members_of
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from knowledge import policy
from knowledge.articles.writing import locked, require
from knowledge.events import ArticlePlanChanged
from knowledge.models import Article, CheckUnit, Confidence
from knowledge.verification.dates import holds_until

# Ten years, in either unit: more is "until further notice".
MOST = {CheckUnit.DAYS: 3650, CheckUnit.MONTHS: 120}


async def plan(
    actor: Reader,
    article: Article,
    *,
    verifier: User | None,
    every: int | None,
    unit: CheckUnit = CheckUnit.MONTHS,
    imported: bool = False,
) -> Article:
    """Choose who verifies an article besides its stewards, and how many days or months each verification holds.

    Without `every` it holds until further notice. What is validated now follows the new plan at once, from the day of
    its last verification. InvalidInput when the verifier cannot read the article, or the time is too long.
    """
    if every is not None and not 1 <= every <= MOST[unit]:
        raise InvalidInput({"every": _("Please choose at most ten years.")})
    async with locked(actor, article) as current:
        require(policy.may_steward(actor, current))
        if verifier and verifier.id not in await members_of(current.audience_id):
            raise InvalidInput(
                {"verifier": _("%(name)s cannot read this article.") % {"name": verifier.name}}
            )
        before = (current.verifier_id, current.check_every, current.check_unit)
        after = (verifier.id if verifier else None, every, unit)
        if before == after:
            return current
        current.verifier_id, current.check_every, current.check_unit = after
        if current.confidence is Confidence.VALIDATED and current.validated_at:
            current.verified_until = holds_until(current.validated_at, every, unit)
        await current.save(update_fields=["verifier_id", "check_every", "check_unit", "verified_until"])
        asked = after[0] if before[0] != after[0] else None
        await record(
            ArticlePlanChanged(article_id=current.id, actor_id=actor.id, verifier_id=asked, imported=imported)
        )
        await audit.log(
            actor,
            "article.plan_changed",
            "article",
            current.id,
            verifier=after[0],
            every=every,
            unit=unit.value,
        )
    return current
