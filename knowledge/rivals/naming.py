"""New rivals: one card for each competitor of the vocabulary."""

from uuid import UUID

from hub.audiences.models import Audience
from hub.database import connection, in_transaction
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge.articles import compose, publish
from knowledge.models import Article
from knowledge.rivals import policy
from knowledge.rivals.errors import RivalExists
from knowledge.rivals.queries.rivals import rival_of


async def new_rival(
    actor: Reader, competitor: Term, overview: str, *, audience: Audience, uid: UUID | None = None
) -> Article:
    """An article of the kind of rivals, named like the competitor and filed under it.

    RivalExists when the competitor has a card that `actor` may read; of others they learn nothing.
    """
    manuscript = await compose(policy.KIND, competitor.name, {"overview": overview})
    async with in_transaction():
        await connection().execute_query(
            "SELECT pg_advisory_xact_lock(hashtext($1))", [f"rival.{competitor.id}"]
        )
        present = await rival_of(actor, competitor.id)
        if present and present.uid != uid:
            raise RivalExists(present.id)
        return await publish(actor, manuscript, terms=[competitor], audience=audience, uid=uid)
