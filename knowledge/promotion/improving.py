"""A case that betters an article instead of becoming one: a suggestion with the case as its source."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from discussions.models import Thread
from hub import audit
from hub.drafts.operations import discard
from hub.identity import Reader
from hub.text import excerpt
from hub.vocabulary.models import Term
from knowledge import kinds, policy
from knowledge.articles.writing import require
from knowledge.flags.queries import LONGEST_NOTE
from knowledge.models import Article, Suggestion
from knowledge.promotion.redacting import Decisions, log_decisions, redact, texts_of
from knowledge.suggestions import suggest


async def improve(
    actor: Reader,
    thread: Thread,
    article: Article,
    *,
    base_revision: int,
    title: str,
    content: Mapping[str, Any],
    terms: Sequence[Term],
    decisions: Decisions,
    note: str = "",
    confirmed: bool | str = False,
    uid: UUID | None = None,
) -> Suggestion:
    """Suggest that an article says what a case has shown, too; its approval makes the case a source of the article.

    SensitiveText while a hit is undecided, one in the note included: it stands in the history. The rest is as in
    `suggest`.
    """
    require(policy.may_promote(actor, thread))
    kind = kinds.get(article.kind)
    title, checked = kind.check(title, content)
    given = texts_of(kind, title, checked) | {"note": note}
    redacted = await redact(given, decisions)
    texts = dict(redacted.texts)
    # A mask may be longer than what it hides.
    note = excerpt(texts.pop("note"), LONGEST_NOTE)
    suggestion = await suggest(
        actor,
        article,
        base_revision=base_revision,
        title=texts.pop("title"),
        content=checked | {name: text for name, text in texts.items() if text != given[name]},
        terms=terms,
        note=note,
        uid=uid,
        threads=[thread],
        confirmed=confirmed,
    )
    await discard(actor, f"improve:{thread.id}:{article.id}")
    await log_decisions(actor, article, redacted)
    await audit.log(
        actor, "thread.suggested", "thread", thread.id, suggestion=suggestion.id, article=article.id
    )
    return suggestion
