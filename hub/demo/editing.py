"""What the demo company's people do with each other's articles: excerpts, suggestions, comments on passages."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from hub.demo.content import Act, Age, Content, Handle, Key, Text
from hub.demo.founding import Stage, uid_of
from knowledge import articles, comments, suggestions
from knowledge.comments.anchoring import blocks_of
from knowledge.models import Annotation, Article

FILE = Path(__file__).parent / "company" / "editing.toml"


class Excerpt(Content):
    """The owner of `article` shows the `part` of another one at the end of a field."""

    article: Key
    at: Age
    field: Text
    words: Text
    of: Key
    part: Text


class Suggestion(Content):
    """Somebody would replace one passage of a field by another."""

    article: Key
    by: Handle
    at: Age
    field: Text
    passage: Text
    replacement: Text
    note: Text
    approved: Act | None = None
    declined: Act | None = None
    reason: str = ""


class Comment(Content):
    by: Handle
    at: Age
    body: Text


class Talk(Content):
    """Somebody commented on the words `passage`; `answers` follow."""

    article: Key
    by: Handle
    at: Age
    passage: Text
    body: Text
    answers: tuple[Comment, ...] = ()
    settled_by: Handle | None = None


class Editing(Content):
    excerpts: tuple[Excerpt, ...]
    suggestions: tuple[Suggestion, ...]
    talks: tuple[Talk, ...]


def load() -> Editing:
    """Everything in the file; pydantic's error names what is wrong with it."""
    return Editing.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


async def tell(stage: Stage, present: datetime) -> None:
    """Write all of it, dated back from `present`, on the articles that are there."""
    told = _Telling(stage, present)
    editing = load()
    for excerpt in editing.excerpts:
        await told.excerpt(excerpt)
    for suggestion in editing.suggestions:
        await told.suggestion(suggestion)
    for talk in editing.talks:
        await told.talk(talk)


class _Telling:
    def __init__(self, stage: Stage, present: datetime) -> None:
        self.readers = stage.readers
        self.present = present

    async def excerpt(self, excerpt: Excerpt) -> None:
        article = await _article(excerpt.article)
        owner = self.readers[(await article.owner).handle]
        mark = f"![[article:{uid_of('article', excerpt.of)}#{excerpt.part}]]"
        text = f"{article.content[excerpt.field]}\n\n{excerpt.words}\n\n{mark}"
        await articles.edit(
            owner,
            article,
            base_revision=article.revision_number,
            title=article.title,
            content=article.content | {excerpt.field: text},
            terms=await article.terms.all(),
            at=self._at(excerpt.at),
        )

    async def suggestion(self, wanted: Suggestion) -> None:
        article = await _article(wanted.article)
        said = article.content[wanted.field]
        if said.count(wanted.passage) != 1:
            raise ValueError(f"the passage must stand once in {wanted.article}: {wanted.passage!r}")
        text = said.replace(wanted.passage, wanted.replacement)
        made = await suggestions.suggest(
            self.readers[wanted.by],
            article,
            base_revision=article.revision_number,
            title=article.title,
            content=article.content | {wanted.field: text},
            terms=await article.terms.all(),
            note=wanted.note,
            at=self._at(wanted.at),
            imported=True,
        )
        if act := wanted.approved:
            await suggestions.approve(
                self.readers[act.by],
                made,
                base_revision=article.revision_number,
                at=self._at(act.at),
                imported=True,
            )
        elif act := wanted.declined:
            await suggestions.decline(
                self.readers[act.by], made, wanted.reason, at=self._at(act.at), imported=True
            )

    async def talk(self, talk: Talk) -> None:
        article = await _article(talk.article)
        block = next((one for one in blocks_of(article) if talk.passage in one.text), None)
        if block is None:
            raise ValueError(f"no paragraph of {talk.article} holds {talk.passage!r}")
        first = await comments.annotate(
            self.readers[talk.by],
            article,
            block.anchor,
            talk.body,
            quote=talk.passage,
            at=self._at(talk.at),
            imported=True,
        )
        annotation = await Annotation.get(id=first.annotation_id)
        for said in talk.answers:
            await comments.answer(
                self.readers[said.by], annotation, said.body, at=self._at(said.at), imported=True
            )
        if talk.settled_by:
            await comments.resolve(self.readers[talk.settled_by], annotation, imported=True)

    def _at(self, age: timedelta) -> datetime:
        return self.present - age


async def _article(key: str) -> Article:
    return await Article.get(uid=uid_of("article", key))
