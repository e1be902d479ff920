"""The demo company's cases and articles, written by its people through the same operations as everybody's."""

from datetime import datetime, timedelta
from typing import Any

from discussions import answers, reactions, replies, threads, watching
from discussions.complaints.stepping import Claim, conclude, take_step
from discussions.models import Post, Thread
from hub.accounts.models import User
from hub.demo.content import Article, Case, Company, Complaint, Edit, Reactions
from hub.demo.founding import Stage, uid_of
from hub.demo.loading import REFERENCE
from hub.identity import Reader
from knowledge import articles
from knowledge.flags import flag, resolve
from knowledge.models import Article as StoredArticle
from knowledge.models import Confidence
from knowledge.verification.planning import plan

# What is older has been read by everybody who may read it; the rest is new to those who did not write it.
READ_AFTER = timedelta(days=1)

_KINDS = {"case": "thread", "article": "article"}


async def tell(company: Company, stage: Stage, present: datetime) -> None:
    """Write all cases, then all articles, dated back from `present`."""
    told = {case.key: await _Telling(stage, present).case(case) for case in company.cases}
    for article in company.articles:
        await _Telling(stage, present).article(article, told[article.case] if article.case else None)


class _Telling:
    def __init__(self, stage: Stage, present: datetime) -> None:
        self.stage = stage
        self.present = present

    async def case(self, case: Case) -> Thread:
        readers = self.stage.readers
        thread = await threads.post_thread(
            readers[case.author],
            space=self.stage.spaces[case.space],
            title=case.title,
            body=_linked(case.body),
            tried=_linked(case.tried or ""),
            terms=self.stage.filed(case),
            audience=self.stage.audiences[case.readers] if case.readers else None,
            claim=Claim(case.complaint.customer, case.complaint.demand) if case.complaint else None,
            uid=uid_of("case", case.key),
            at=self._at(case.at),
            imported=True,
        )
        first = await Post.get(thread_id=thread.id, number=1)
        await self._edit(readers[case.author], first, case.edits)
        await self._react(first, case.reactions)
        if case.claimed:
            claimer = readers[case.claimed.by]
            await threads.assign(claimer, thread, claimer.id, at=self._at(case.claimed.at))
        await self._replies(case, thread)
        if case.complaint:
            await self._move(case.complaint, thread)
        await self._read(case, thread)
        if case.locked:
            await threads.lock(readers[case.locked.by], thread, at=self._at(case.locked.at))
        if case.hidden:
            await threads.hide(readers[case.hidden.by], thread, at=self._at(case.hidden.at))
        return thread

    async def _replies(self, case: Case, thread: Thread) -> None:
        readers = self.stage.readers
        for number, reply in enumerate(case.replies, start=2):
            author = readers[reply.by]
            post = await replies.post_reply(
                author,
                thread.id,
                _linked(reply.body),
                uid=uid_of("reply", f"{case.key}:{number}"),
                at=self._at(reply.at),
                imported=True,
            )
            await self._edit(author, post, reply.edits)
            await self._react(post, reply.reactions)
            if reply.accepted:
                judge, at = readers[reply.accepted.by], self._at(reply.accepted.at)
                await answers.accept(judge, thread, post, at=at, imported=True)
            if reply.deleted:
                await replies.delete_post(readers[reply.deleted.by], post, at=self._at(reply.deleted.at))

    async def _move(self, complaint: Complaint, thread: Thread) -> None:
        readers = self.stage.readers
        for step in complaint.steps:
            at = self._at(step.at)
            await take_step(readers[step.by], thread, step.step, note=step.note or "", at=at)
        if said := complaint.said:
            at = self._at(said.at)
            await conclude(readers[said.by], thread, said.satisfaction, note=said.note or "", at=at)

    async def _read(self, case: Case, thread: Thread) -> None:
        read = sum(age > READ_AFTER for age in [case.at, *(reply.at for reply in case.replies)])
        if read:
            for reader in self.stage.readers.values():
                if thread.audience_id in reader.audience_ids:
                    await watching.mark_read(reader, thread, read)

    async def _react(self, post: Post, by_kind: Reactions) -> None:
        for kind, handles in by_kind.items():
            for handle in handles:
                await reactions.react(self.stage.readers[handle], post, kind)

    async def _edit(self, author: Reader, post: Post, edits: tuple[Edit, ...]) -> None:
        body = post.body
        for edit in edits:
            body = edit.apply(body)
            await replies.edit_post(author, post, body, base_revision=None, at=self._at(edit.at))

    async def article(self, article: Article, source: Thread | None) -> None:
        owner = self.stage.readers[article.owner]
        terms = self.stage.filed(article)
        content = {field: _linked(getattr(article, field)) for field in ("problem", "context", "solution")}
        stored = await articles.publish(
            owner,
            await articles.compose("solution", article.title, content),
            terms=terms,
            audience=self.stage.audiences[article.readers],
            confidence=_first_confidence(article),
            sources=[source] if source else [],
            uid=uid_of("article", article.key),
            at=self._at(article.at),
            imported=True,
        )
        for edit in article.edits:
            content = {**content, "solution": edit.apply(content["solution"])}
            stored = await self._revise(
                owner, stored, title=article.title, content=content, terms=terms, edit=edit
            )
        await self._keep_true(owner, article, stored)

    async def _keep_true(self, owner: Reader, article: Article, stored: StoredArticle) -> None:
        readers = self.stage.readers
        if article.plan:
            verifier = await User.get(id=readers[article.plan.verifier].id) if article.plan.verifier else None
            every, unit = article.plan.every, article.plan.unit
            await plan(owner, stored, verifier=verifier, every=every, unit=unit, imported=True)
        if article.verified:
            judge, at = self.stage.readers[article.verified.by], self._at(article.verified.at)
            await articles.change_confidence(judge, stored, Confidence.VALIDATED, at=at)
        for one in article.flags:
            raised = await flag(
                readers[one.by], stored, one.reason, one.words, at=self._at(one.at), imported=True
            )
            if one.answered:
                answerer, at = readers[one.answered.by], self._at(one.answered.at)
                await resolve(answerer, raised, one.answered.words, at=at, imported=True)

    async def _revise(
        self, owner: Reader, stored: StoredArticle, *, edit: Edit, **written: Any
    ) -> StoredArticle:
        return await articles.edit(
            owner, stored, base_revision=stored.revision_number, at=self._at(edit.at), **written
        )

    def _at(self, age: timedelta) -> datetime:
        return self.present - age


def _first_confidence(article: Article) -> Confidence:
    return Confidence.NOT_VALIDATED if article.verified else article.confidence


def _linked(text: str) -> str:
    """`text` with references by key turned into references by uid."""
    return REFERENCE.sub(lambda match: f"[[{_KINDS[match[1]]}:{uid_of(match[1], match[2])}]]", text)
