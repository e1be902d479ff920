"""Which reports of a team may tell of the same as another one. Only its reviewers are asked this."""

from collections.abc import Iterable

from hub.identity import Reader
from knowledge.defects import policy
from knowledge.models import Defect
from search import asking_database, asking_engine
from search.engine import EngineAway, EngineRefused
from search.question import Question

SUGGESTED = 5
# Duplicates lead to their main reports, of which few are left then.
_LOOKED_AT = 25


async def duplicates_of(reader: Reader, defect: Defect, limit: int = SUGGESTED) -> list[Defect]:
    """The reports most like one that `reader` reviews, best first: main ones of the same team, none of them sealed."""
    if defect.sealed:
        return []
    rows = policy.reviewed_by(reader).filter(team_id=defect.team_id, sealed=False)
    ids = await _alike(reader, defect)
    found = {it.id: it for it in await rows.filter(id__in=ids)}
    mains = {it.id: it for it in await rows.filter(id__in=[it.duplicate_of_id or 0 for it in found.values()])}
    order = [mains.get(it.duplicate_of_id or it.id, it) for id_ in ids if (it := found.get(id_))]
    own = (defect.id, defect.duplicate_of_id)
    return [it for it in dict.fromkeys(order) if it.id not in own and it.duplicate_of_id is None][:limit]


async def own_like(reader: Reader, title: str, limit: int = SUGGESTED) -> list[Defect]:
    """What somebody reported themselves that resembles a title they are writing; nothing of anybody else."""
    among = ["type = defect", f"reporter = {reader.id}"]
    ids = await _found(reader, title, "", among)
    own = {it.id: it for it in await Defect.filter(id__in=ids, author_id=reader.id, sealed=False)}
    return [own[id_] for id_ in ids if id_ in own][:limit]


async def _alike(reader: Reader, defect: Defect) -> list[int]:
    # Only what reports and their replies say has a reporter: notes resemble whatever the team is busy with.
    among = [
        "type = defect",
        f"team = {defect.team_id}",
        "reporter EXISTS",
        f"object != defect-{defect.id}",
    ]
    return await _found(reader, defect.title, f"{defect.body}\n{defect.said}", among)


async def _found(reader: Reader, title: str, beside: str, among: Iterable[str]) -> list[int]:
    try:
        found = await asking_engine.alike(reader, title, beside, _LOOKED_AT, among=among)
    except (EngineAway, EngineRefused):
        question = Question(q=title, type="defect", limit=_LOOKED_AT)
        found = await asking_database.search(reader, question, {})
    return [passage.id for passage in found.passages]
