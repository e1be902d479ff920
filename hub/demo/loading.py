"""Reading the demo company and checking that every name in it leads somewhere."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from hub.accounts.profile import timezones
from hub.demo.content import Article, Case, Company, Content, Edit, Filing, Readers, Term
from hub.vocabulary.operations import DEFAULTS
from knowledge.models import Confidence

FOLDER = Path(__file__).parent / "company"

MENTION = re.compile(r"(?<![\w/@.])@([a-z][a-z0-9-]*)")
REFERENCE = re.compile(r"\{\{(case|article):([a-z0-9-]+)\}\}")


class GeneralVocabulary(Content):
    """The facets that every hub starts with, whatever it sells."""

    personality: tuple[Term, ...]
    size: tuple[Term, ...]
    industry: tuple[Term, ...]
    purchasing_power: tuple[Term, ...]
    stage: tuple[Term, ...]


def load(folder: Path = FOLDER) -> Company:
    """Read and check the whole company. Raises ``ValueError`` that names what is wrong."""
    company = Company.model_validate(
        {
            **_read(folder / "people.toml"),
            **_read(folder / "groups.toml"),
            **_read(folder / "spaces.toml"),
            **_read(folder / "vocabulary.toml"),
            "cases": _read_each(folder / "cases"),
            "articles": _read_each(folder / "articles"),
        }
    )
    _Checks(company, general_vocabulary()).run()
    return company


def general_vocabulary() -> GeneralVocabulary:
    """The customer types and sales stages of ``hub/vocabulary/defaults.toml``."""
    return GeneralVocabulary.model_validate(_read(DEFAULTS))


def _read_each(folder: Path) -> list[dict[str, object]]:
    """One file a thing; its key is the file's name."""
    return [{"key": path.stem, **_read(path)} for path in sorted(folder.glob("*.toml"))]


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: {error}") from error


class _Checks:
    """The rules between files, which no single model can see."""

    def __init__(self, company: Company, general: GeneralVocabulary) -> None:
        self.company = company
        self.general = general

    def run(self) -> None:
        self._people_and_groups()
        for case in self.company.cases:
            self._case(case)
        for article in self.company.articles:
            self._article(article)

    @cached_property
    def people(self) -> set[str]:
        return {person.handle for person in self.company.people}

    @cached_property
    def members(self) -> dict[str, set[str]]:
        return {group.handle: set(group.members) for group in self.company.groups}

    @cached_property
    def cases(self) -> dict[str, Case]:
        return {case.key: case for case in self.company.cases}

    @cached_property
    def spaces(self) -> dict[str, Readers | None]:
        return {space.key: space.readers for space in self.company.spaces}

    @cached_property
    def terms(self) -> dict[str, set[str]]:
        facets: dict[str, Iterable[Term]] = {
            "product": self.company.products,
            "competitor": self.company.competitors,
            "tags": self.company.tags,
            **{facet: getattr(self.general, facet) for facet in GeneralVocabulary.model_fields},
        }
        return {facet: {term.key for term in terms} for facet, terms in facets.items()}

    def _people_and_groups(self) -> None:
        handles = [person.handle for person in self.company.people] + [*self.members]
        _require(len(handles) == len(set(handles)), f"a handle is used twice among {sorted(handles)}")
        for person in self.company.people:
            _require(person.timezone in timezones(), f"{person.handle}: no time zone {person.timezone}")
        for group in self.company.groups:
            self._known(f"group {group.handle}", self.people, group.members)
            self._known(f"group {group.handle}", self.terms["product"], [group.product])
        for space in self.company.spaces:
            self._readers(f"space {space.key}", space.readers)

    def _case(self, case: Case) -> None:
        where = f"case {case.key}"
        self._filing(where, case)
        self._known(where, self.spaces, [case.space])
        readers = self._readers(where, case.readers) & self._readers(where, self.spaces[case.space])
        self._known(f"{where}: may read it", readers, _participants(case))
        self._order(where, case)
        for text in (case.title, case.body, case.tried or "", *(reply.body for reply in case.replies)):
            self._text(where, text, readers)
        _rewritten(where, case.body, case.edits)
        for reply in case.replies:
            _rewritten(where, reply.body, reply.edits)

    def _article(self, article: Article) -> None:
        where = f"article {article.key}"
        self._filing(where, article)
        readers = self._readers(where, article.readers)
        self._known(f"{where}: may read it", readers, [article.owner])
        for text in (article.title, article.problem, article.context, article.solution):
            self._text(where, text, readers)
        _rewritten(where, article.solution, article.edits)
        if article.case is not None:
            self._known(where, self.cases, [article.case])
            source = self.cases[article.case]
            answers = [reply.accepted.at for reply in source.replies if reply.accepted]
            _require(bool(answers), f"{where}: its case has no accepted answer")
            _require(article.at < min(answers), f"{where}: older than the answer it was made of")
            case_readers = self._readers(where, source.readers) & self._readers(
                where, self.spaces[source.space]
            )
            _require(readers <= case_readers, f"{where}: read by more people than its case")
        if article.verified:
            self._known(where, readers, [article.verified.by])
            _require(article.verified.at < article.at, f"{where}: verified before it was written")
        if article.plan and article.plan.verifier:
            self._known(f"{where}: may verify it", readers, [article.plan.verifier])
        for flag in article.flags:
            self._known(f"{where}: may flag it", readers, [flag.by])
            _require(flag.at < article.at, f"{where}: flagged before it was written")
            if flag.answered:
                answerers = readers & {
                    article.owner,
                    (article.plan and article.plan.verifier) or article.owner,
                }
                self._known(f"{where}: may answer a flag", answerers, [flag.answered.by])
                _require(flag.answered.at < flag.at, f"{where}: answered before it was flagged")
        _require(
            (article.confidence is Confidence.VALIDATED) == bool(article.verified),
            f"{where}: validated by whom?",
        )

    def _filing(self, where: str, filing: Filing) -> None:
        self._known(where, self.terms["product"], [filing.product])
        self._known(where, self.terms["competitor"], [filing.competitor])
        self._known(where, self.terms["stage"], [filing.stage])
        self._known(where, self.terms["tags"], filing.tags)
        for facet, key in filing.customer:
            self._known(where, self.terms[facet], [key])

    def _readers(self, where: str, readers: Readers | None) -> set[str]:
        if readers is None:
            return self.people
        self._known(where, self.members, readers.groups)
        self._known(where, self.people, readers.people)
        return set(readers.people).union(*(self.members[group] for group in readers.groups))

    def _text(self, where: str, text: str, readers: set[str]) -> None:
        self._known(f"{where}: mentioned, may read it", readers | set(self.members), MENTION.findall(text))
        articles = {article.key for article in self.company.articles}
        for kind, key in REFERENCE.findall(text):
            self._known(f"{where}: {kind}", self.cases if kind == "case" else articles, [key])
        _require(text.count("{{") == len(REFERENCE.findall(text)), f"{where}: a malformed reference")

    def _order(self, where: str, case: Case) -> None:
        """What answers something comes after it."""
        for earlier, later in pairwise([case.at, *(reply.at for reply in case.replies)]):
            _require(later < earlier, f"{where}: the entry at -{later} does not follow the one at -{earlier}")
        for reply in case.replies:
            marks = [mark.at for mark in (reply.accepted, reply.deleted, *reply.edits) if mark]
            _require(
                all(at < reply.at for at in marks), f"{where}: something precedes the reply at -{reply.at}"
            )
        marks = [mark.at for mark in (case.claimed, case.locked, case.hidden, *case.edits) if mark]
        _require(all(at < case.at for at in marks), f"{where}: something precedes the case")
        if case.locked:
            last = case.replies[-1].at if case.replies else case.at
            _require(case.locked.at < last, f"{where}: a reply after it was locked")

    def _known(self, where: str, known: Iterable[str | None], named: Iterable[str | None]) -> None:
        unknown = {name for name in named if name is not None} - set(known)
        _require(not unknown, f"{where}: unknown {sorted(unknown)}")


def _participants(case: Case) -> Iterator[str]:
    yield case.author
    said = case.complaint.said if case.complaint else None
    for mark in (
        case.claimed,
        case.locked,
        case.hidden,
        said,
        *(case.complaint.steps if case.complaint else ()),
    ):
        if mark:
            yield mark.by
    for reply in case.replies:
        yield reply.by
        for mark in (reply.accepted, reply.deleted):
            if mark:
                yield mark.by
    for reactions in (case.reactions, *(reply.reactions for reply in case.replies)):
        for people in reactions.values():
            yield from people


def _rewritten(where: str, text: str, edits: Iterable[Edit]) -> str:
    for edit in edits:
        try:
            text = edit.apply(text)
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from error
    return text


def _require(fulfilled: bool, otherwise: str) -> None:
    if not fulfilled:
        raise ValueError(otherwise)
