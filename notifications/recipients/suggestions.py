"""Who is told of suggested changes?"""

from hub.accounts.models import Role, User
from hub.outbox import Event, Happened
from knowledge.events import ChangeSuggested, SuggestionApproved, SuggestionDeclined
from knowledge.models import Suggestion, SuggestionState
from notifications.recipients.telling import Question, Telling, because, each


async def of_suggestion(happened: Happened, event: ChangeSuggested) -> Telling | None:
    """Who decides? The owner and the verifier; when neither is here any more, the leads."""
    suggestion = await Suggestion.get_or_none(id=event.suggestion_id).select_related("article")
    if suggestion is None or suggestion.state is not SuggestionState.OPEN:
        return None
    article = suggestion.article
    asked = User.filter(id__in=[article.owner_id, article.verifier_id or article.owner_id], active=True)
    people = await asked or await User.filter(role__in=[Role.LEAD, Role.ADMIN], active=True)
    return because(
        happened,
        "suggestion_made",
        [person.id for person in people],
        actor_id=event.actor_id,
        article_id=event.article_id,
    )


async def of_approval(happened: Happened, event: SuggestionApproved) -> Telling | None:
    """Whose suggestion was it?"""
    return await _of_decision(happened, event, "suggestion_approved")


async def of_refusal(happened: Happened, event: SuggestionDeclined) -> Telling | None:
    """Whose suggestion was it?"""
    return await _of_decision(happened, event, "suggestion_declined")


async def _of_decision(
    happened: Happened, event: SuggestionApproved | SuggestionDeclined, reason: str
) -> Telling | None:
    suggestion = await Suggestion.get_or_none(id=event.suggestion_id)
    if suggestion is None:
        return None
    return because(
        happened, reason, [suggestion.author_id], actor_id=event.actor_id, article_id=event.article_id
    )


QUESTIONS: dict[type[Event], Question] = {
    ChangeSuggested: each(of_suggestion),
    SuggestionApproved: each(of_approval),
    SuggestionDeclined: each(of_refusal),
}
