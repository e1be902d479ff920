"""How a solved case ended, as its page and the API show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from discussions.models import Outcome, OutcomeRequest, Thread


@dataclass(frozen=True)
class Ending:
    """Of a solved case: its `outcome` once it was told, and whether the asker was asked for it."""

    outcome: Outcome | None
    asked: bool


async def ending_of(thread: Thread) -> Ending | None:
    """How a case ended; None while it is open, whatever was told before it was reopened."""
    if not thread.answer_count:
        return None
    outcome = await Outcome.get_or_none(thread_id=thread.id).select_related("told_by")
    return Ending(outcome, await OutcomeRequest.exists(thread_id=thread.id))


async def outcomes_by_thread(thread_ids: Iterable[int]) -> dict[int, Outcome]:
    """What was told of these threads, whether or not they are solved."""
    ids = list(set(thread_ids))
    return {outcome.thread_id: outcome for outcome in await Outcome.filter(thread_id__in=ids)} if ids else {}
