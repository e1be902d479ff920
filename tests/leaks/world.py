"""A hub with secrets in it: everything that carries the canary is for the insider alone."""

import io
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from starlette.datastructures import Headers, UploadFile

from discussions import strategies
from discussions.complaints.stepping import Claim
from discussions.models import Post, Space, StrategyComment, Thread
from discussions.threads import post_thread
from hub.audiences.models import Audience
from hub.audiences.operations import everyone
from hub.files.models import File
from hub.files.operations import upload
from hub.files.routes import describe
from hub.identity import Reader
from hub.vocabulary.models import Facet
from knowledge import comments, promotion
from knowledge.amounts import Offer, put_amounts
from knowledge.articles import compose, publish
from knowledge.comments.anchoring import blocks_of
from knowledge.flags import flag
from knowledge.models import AnnotationComment, Article, Flag, FlagReason, Suggestion
from knowledge.suggestions import suggest
from tests.factories import Make
from tests.leaks import defects
from tests.leaks.deals import SecretDeal, secret_deal
from tests.leaks.rivals import SecretRival, secret_rival

CANARY = "zqxcanary"
AMOUNT = Decimal("91827.36")
FIGURES = ("91827.36", "91,827.36", "183654.72", "183,654.72")


@dataclass(frozen=True)
class World:
    """`open_thread` and `open_case` can be read by all and refer to the secrets, `open_quotation` has secret amounts;
    everything else is secret.
    """

    insider: Reader
    space: Space
    thread: Thread
    reply: Post
    comment: StrategyComment
    article: Article
    suggestion: Suggestion
    remark: AnnotationComment
    flag: Flag
    file: File
    open_thread: Thread
    open_reply: Post
    open_quotation: Article
    open_case: Article
    secret_rival: SecretRival
    secret_deal: SecretDeal
    secrets: defects.Secrets

    @property
    def uids(self) -> set[UUID]:
        return {self.thread.uid, self.article.uid, self.file.uid}


async def build(make: Make) -> World:
    """Write the secrets as the insider, and a public case that mentions them."""
    insider = await make.reader("Ines Insider")
    audience = await make.audience(insider)
    insider = await make.fresh(insider)
    space = await make.space(f"Space {CANARY}", audience)
    file = await secret_file(insider)
    body = f"The price is {CANARY} 3999. {describe(file).markdown}"
    claim = Claim(f"Customer {CANARY}", f"They demand {CANARY}.")
    thread = await post_thread(insider, space=space, title=f"Title {CANARY}", body=body, claim=claim)
    reply = await make.reply(insider, thread, f"Offer {CANARY} twice.")
    await make.answer(insider, thread, reply)
    await strategies.mark(insider, reply, f"Strategy {CANARY}")
    comment = await strategies.comment(insider, reply, f"A comment on {CANARY}.")
    article = await promotion.promote(insider, thread)
    anchor = blocks_of(article)[0].anchor
    remark = await comments.annotate(insider, article, anchor, f"A remark on {CANARY}.")
    suggestion = await suggest(
        insider,
        article,
        base_revision=1,
        title=f"Title {CANARY}, again",
        content={**article.content, "solution": f"The price is {CANARY} 4999."},
        terms=[],
        threads=[thread],
    )
    raised = await flag(insider, article, FlagReason.WRONG, f"It is not {CANARY}.")
    open_space = await make.space()
    open_thread = await make.thread(
        insider,
        "A public case",
        f"See [[thread:{thread.uid}]] and [[article:{article.uid}]].",
        space=open_space,
    )
    open_reply = await make.reply(insider, open_thread, "A public reply.")
    open_quotation = await quotation_with_secret_amounts(insider, audience)
    open_case = await case_linked_to(insider, thread, article, make)
    return World(
        insider,
        space,
        thread,
        reply,
        comment,
        article,
        suggestion,
        remark,
        raised,
        file,
        open_thread,
        open_reply,
        open_quotation,
        open_case,
        await secret_rival(insider, audience, make, canary=CANARY, proof=describe(file).markdown),
        await secret_deal(insider, audience, make, canary=CANARY),
        await defects.build(make),
    )


async def quotation_with_secret_amounts(owner: Reader, audience: Audience) -> Article:
    """A quotation that all may read, its amounts for `audience` alone."""
    content = {"quoted_on": "2026-02-03", "approver": owner.handle, "occasion": "A public occasion."}
    manuscript = await compose("quotation", "A public quotation", content)
    article = await publish(owner, manuscript, audience=await everyone())
    offer = Offer("CNY", AMOUNT, AMOUNT * 2, terms=f"Free for {CANARY}.")
    await put_amounts(owner, article, offer, audience=audience, base_number=0)
    await put_amounts(owner, article, offer, audience=audience, base_number=1)
    return article


async def case_linked_to(owner: Reader, thread: Thread, article: Article, make: Make) -> Article:
    """A won case that all may read, which names a secret thread and shows a part of a secret article."""
    terms = [await make.term(Facet.PERSONALITY, "Public type"), await make.term(Facet.STAGE, "Public stage")]
    content = {
        "situation": "A public case.",
        "result": f"Won.\n\n![[article:{article.uid}#problem]]",
        "threads": [str(thread.uid)],
    }
    manuscript = await compose("success", "A public case won", content)
    return await publish(owner, manuscript, terms=terms, audience=await everyone())


async def secret_file(owner: Reader) -> File:
    """A text file whose name and content carry the canary."""
    content = f"{CANARY} in a file\n".encode()
    sent = UploadFile(
        io.BytesIO(content),
        size=len(content),
        filename=f"{CANARY}.txt",
        headers=Headers({"content-type": "text/plain"}),
    )
    return await upload(owner, sent)
