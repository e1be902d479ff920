"""Changing the vocabulary without losing what is filed under it."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hub import audit
from hub.audiences.models import Group
from hub.audiences.operations import only_change_of_teams
from hub.database import connection, in_transaction, new_uid, now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from hub.text import Line
from hub.vocabulary.events import TermChanged, TermsMerged
from hub.vocabulary.filing import filings, refile, register_filing
from hub.vocabulary.kept import vocabulary_changed
from hub.vocabulary.models import Facet, Term

__all__ = [
    "archive",
    "change_term",
    "create_term",
    "ensure_tag",
    "load_defaults",
    "merge",
    "move",
    "register_filing",
    "restore",
]

LONGEST_NAME = 100
MOST_NICKNAMES = 50
LONGEST_KEY = 60
DEFAULTS = Path(__file__).parent / "defaults.toml"


async def create_term(
    actor: Reader | None, *, facet: Facet, name_en: str, name_zh: str = "", nicknames: Iterable[str] = ()
) -> Term:
    """A new term, last of its facet. A name that is not given is the other language's."""
    name_en, name_zh = name_en or name_zh, name_zh or name_en
    async with in_transaction():
        await _changing(facet)
        words = await _free_words(facet, name_en, name_zh, nicknames)
        term = await Term.create(
            facet=facet,
            key=await _free_key(facet, name_en),
            name_en=name_en,
            name_zh=name_zh,
            nicknames=words,
            position=await Term.filter(facet=facet).count(),
        )
        await audit.log(actor, "term.created", "term", term.id, facet=facet, name=name_en)
        await record(TermChanged(term.id))
    return term


async def change_term(
    actor: Reader | None, term: Term, *, name_en: str, name_zh: str = "", nicknames: Iterable[str] = ()
) -> None:
    """Rename a term in both languages and give it these nicknames. What is filed under it stays."""
    name_en, name_zh = name_en or name_zh, name_zh or name_en
    async with in_transaction():
        await _changing(term.facet)
        words = await _free_words(term.facet, name_en, name_zh, nicknames, but=term)
        before = term.name_en
        term.name_en, term.name_zh, term.nicknames = name_en, name_zh, words
        await term.save(update_fields=["name_en", "name_zh", "nicknames"])
        await audit.log(actor, "term.changed", "term", term.id, facet=term.facet, before=before, name=name_en)
        await record(TermChanged(term.id))


async def archive(actor: Reader | None, term: Term) -> None:
    """Offer a term no more. What is filed under it stays."""
    await _set_archived(actor, term, True)


async def restore(actor: Reader | None, term: Term) -> None:
    """Offer an archived term again; InvalidInput when its name belongs to another one by now."""
    await _set_archived(actor, term, False)


async def move(actor: Reader | None, term: Term, position: int) -> None:
    """Put a term at `position`, counted from 0 among the terms of its facet that are not archived."""
    async with in_transaction():
        await _changing(term.facet)
        offered = Term.filter(facet=term.facet, archived_at__isnull=True).order_by(
            "position", "name_en", "id"
        )
        order = [other.id for other in await offered if other.id != term.id]
        order.insert(max(0, min(position, len(order))), term.id)
        await connection().execute_query(
            "UPDATE term SET position = place - 1 FROM unnest($1::bigint[]) WITH ORDINALITY AS o (term_id, place)"
            " WHERE term.id = term_id",
            [order],
        )
        await audit.log(actor, "term.moved", "term", term.id, facet=term.facet, position=position)


async def merge(actor: Reader | None, term: Term, into: Term) -> None:
    """File everything under `into` that is filed under `term`, whose names become nicknames; `term` is archived."""
    if term.id == into.id:
        raise InvalidInput({"into": _("A word cannot be merged into itself. Choose another one.")})
    if term.facet is not into.facet:
        raise InvalidInput({"into": _("Choose another word of the same kind.")})
    async with in_transaction():
        await _changing(term.facet)
        await term.refresh_from_db()
        await into.refresh_from_db()
        if into.archived_at:
            raise InvalidInput({"into": _("Choose another word of the same kind.")})
        await _require_one_team(term, into)
        for filing in filings():
            await refile(filing, term.id, into.id)
        into.nicknames = _distinct(
            [*into.nicknames, term.name_en, term.name_zh, *term.nicknames, term.key],
            {into.name_en, into.name_zh},
        )
        await into.save(update_fields=["nicknames"])
        term.archived_at, term.nicknames = term.archived_at or now(), []
        await term.save(update_fields=["archived_at", "nicknames"])
        await audit.log(
            actor, "term.merged", "term", into.id, facet=into.facet, name=into.name_en, gone=term.name_en
        )
        await record(TermsMerged(term.id, into.id))


async def _require_one_team(term: Term, into: Term) -> None:
    """InvalidInput when each of two products has a team: nobody could say which of them reports go to."""
    await only_change_of_teams()
    if await Group.filter(product_id__in=[term.id, into.id]).count() > 1:
        text = _("Each of the two products has a team. Take the product from one of the groups first.")
        raise InvalidInput({"into": text})


async def ensure_tag(name: str) -> Term:
    """The tag that `name` means by name, nickname or key, made when there is none. ValueError for a bad name."""
    name = Line(LONGEST_NAME)(name)
    if found := await _tag_of(name):
        return found
    async with in_transaction():
        await _changing(Facet.TAG)
        return await _tag_of(name) or await create_term(None, facet=Facet.TAG, name_en=name)


async def load_defaults(path: Path = DEFAULTS) -> int:
    """Add the terms that every hub starts with and does not have by key. Returns how many were added."""
    added = 0
    async with in_transaction():
        for facet, terms in _read(path).items():
            await _changing(Facet(facet))
            present = set(await Term.filter(facet=facet).values_list("key", flat=True))
            for position, term in enumerate(terms):
                if term["key"] not in present:
                    made = await Term.create(facet=Facet(facet), position=position, **term)
                    await record(TermChanged(made.id))
                    added += 1
    return added


def _read(path: Path) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


async def _set_archived(actor: Reader | None, term: Term, archived: bool) -> None:
    async with in_transaction():
        await _changing(term.facet)
        if not archived:
            await _free_words(term.facet, term.name_en, term.name_zh, term.nicknames, but=term)
        term.archived_at = now() if archived else None
        await term.save(update_fields=["archived_at"])
        action = "term.archived" if archived else "term.restored"
        await audit.log(actor, action, "term", term.id, facet=term.facet, name=term.name_en)
        await record(TermChanged(term.id))


async def _changing(facet: Facet) -> None:
    """One change of a facet at a time: names are unique in it, which no index can say of nicknames.

    Every process reads the vocabulary anew when the transaction commits.
    """
    await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext($1))", [f"vocabulary.{facet}"])
    await vocabulary_changed()


async def _free_words(
    facet: Facet, name_en: str, name_zh: str, nicknames: Iterable[str], but: Term | None = None
) -> list[str]:
    """The nicknames without repetitions; InvalidInput when a word means another term already."""
    words = _distinct(nicknames, {name_en, name_zh})
    if len(words) > MOST_NICKNAMES:
        raise InvalidInput(
            {"nicknames": _("At most %(count)s nicknames are kept.") % {"count": MOST_NICKNAMES}}
        )
    meanings = await _meanings(facet, but)
    for field, asked in (("name_en", [name_en]), ("name_zh", [name_zh]), ("nicknames", words)):
        for word in asked:
            if other := meanings.get(word.casefold()):
                name = (await Term.get(id=other)).name
                text = _("“%(word)s” already means “%(name)s”.") % {"word": word, "name": name}
                raise InvalidInput({field: text})
    return words


async def _meanings(facet: Facet, but: Term | None = None) -> dict[str, int]:
    """Every word in use: folded, with the id of its term."""
    rows = Term.filter(facet=facet, archived_at__isnull=True).exclude(id=but.id if but else 0).order_by("-id")
    return {
        word.casefold(): id_
        for id_, *names, nicknames in await rows.values_list("id", "key", "name_zh", "name_en", "nicknames")
        for word in (*nicknames, *names)
    }


async def _tag_of(name: str) -> Term | None:
    id_ = (await _meanings(Facet.TAG)).get(name.casefold())
    return await Term.get(id=id_) if id_ else None


def _distinct(words: Iterable[str], known: Iterable[str]) -> list[str]:
    seen = {word.casefold() for word in known}
    kept = []
    for word in words:
        if word and word.casefold() not in seen:
            seen.add(word.casefold())
            kept.append(word)
    return kept


async def _free_key(facet: Facet, name: str) -> str:
    base = re.sub(r"\W+", "-", name.casefold()).strip("-")[: LONGEST_KEY - 6] or new_uid().hex[:12]
    key, number = base, 1
    while await Term.exists(facet=facet, key=key):
        number += 1
        key = f"{base}-{number}"
    return key
