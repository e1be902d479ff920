"""The demo company is complete, and mistakes in its files are found when it is loaded."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from hub.demo.content import Company, Edit, Reply
from hub.demo.loading import FOLDER, general_vocabulary, load
from hub.vocabulary.models import Facet
from knowledge.models import Confidence

pytestmark = pytest.mark.pure

CHINESE = range(0x4E00, 0x9FFF)


@pytest.fixture(scope="module")
def company() -> Company:
    return load()


def test_company_has_the_promised_counts(company: Company) -> None:
    assert len(company.cases) == 33
    assert len(company.articles) == 12
    assert len([article for article in company.articles if article.case]) == 6
    assert len(company.competitors) == 4
    assert len(company.people) >= 14


def test_both_languages_have_their_share(company: Company) -> None:
    for things, least in ((company.cases, 12), (company.articles, 6)):
        for language in ("en", "zh"):
            written = [thing for thing in things if thing.language == language]
            assert len(written) >= least
            assert all(_is_chinese(thing.title) == (language == "zh") for thing in written)


def test_cases_are_in_every_state(company: Company) -> None:
    cases = company.cases
    assert [case for case in cases if not case.replies]
    assert [case for case in cases if len(case.replies) >= 5 and not case.accepted]
    assert [case for case in cases if len(case.accepted) == 1]
    assert len([case for case in cases if len(case.accepted) == 2]) >= 2
    assert [case for case in cases if case.claimed]
    assert [case for case in cases if case.locked]
    assert [case for case in cases if case.hidden]
    assert len([case for case in cases if case.readers]) >= 2
    assert [case for case in cases if len(case.replies) >= 40]
    assert [case for case in cases if case.edits or any(reply.edits for reply in case.replies)]
    assert [case for case in cases if any(reply.deleted for reply in case.replies)]


def test_articles_are_of_every_confidence_and_some_are_restricted(company: Company) -> None:
    assert {article.confidence for article in company.articles} == set(Confidence)
    assert {bool(article.readers) for article in company.articles} == {True, False}


def test_prices_years_and_models_stand_inside_chinese_text(company: Company) -> None:
    chinese = "\n".join(_strings(company))
    for written_together in (
        "T80报价3999元",
        "2025年版",
        "实验室2025年11月",
        "换新成LP-620 Pro",
        "LP-480单价7180元",
    ):
        if written_together not in chinese:
            pytest.fail(f"{written_together} is nowhere")


def test_texts_use_all_of_markdown(company: Company) -> None:
    texts = "\n".join(_strings(company))
    for mark in ("```python", "|---|", "\n> ", "- [x]", "**", "### ", "@jonas", "{{case:", "{{article:"):
        assert mark in texts


def test_every_string_says_something(company: Company) -> None:
    strings = list(_strings(company))
    assert len(strings) > 1000
    assert all(string.strip() for string in strings)
    assert not [string for string in strings if "lorem" in string.lower() or "TODO" in string]


def test_general_vocabulary_covers_its_facets_in_both_languages() -> None:
    vocabulary = general_vocabulary()
    assert set(type(vocabulary).model_fields) == set(Facet) - {Facet.PRODUCT, Facet.COMPETITOR, Facet.TAG}
    for facet, terms in vocabulary:
        assert terms, facet
        for attribute in ("key", "name_en", "name_zh"):
            assert len({getattr(term, attribute) for term in terms}) == len(terms)
        assert all(_is_chinese(term.name_zh) and not _is_chinese(term.name_en) for term in terms)
    assert [term.key for term in vocabulary.stage] == ["before", "during", "after"]


@pytest.mark.parametrize(
    ("file", "text", "replacement", "complaint"),
    [
        ("cases/proud-plant-manager.toml", 'author = "marta"', 'author = "nobody"', "unknown \\['nobody'\\]"),
        (
            "cases/proud-plant-manager.toml",
            'space = "hard-cases"',
            'space = "attic"',
            "unknown \\['attic'\\]",
        ),
        ("cases/proud-plant-manager.toml", '"lp-620-pro"', '"lp-999"', "unknown \\['lp-999'\\]"),
        (
            "cases/proud-plant-manager.toml",
            'personality = "proud"',
            'personality = "odd"',
            "unknown \\['odd'\\]",
        ),
        ("cases/proud-plant-manager.toml", '"demo"]', '"demos"]', "unknown \\['demos'\\]"),
        ("cases/proud-plant-manager.toml", 'at = "-96d 3h', 'at = "-97d 3h', "does not follow"),
        ("cases/proud-plant-manager.toml", 'at = "-61d 1h', 'at = "-96d 1h', "precedes the reply"),
        ("cases/proud-plant-manager.toml", "from @sofia", "from @sophie", "unknown \\['sophie'\\]"),
        ("cases/trade-in-twenty-lp480-from-2023.toml", 'by = "hejing"', 'by = "tom"', "may read it"),
        ("cases/api-429-at-shift-change.toml", "{{case:proud", "{{case:prude", "unknown \\['prude"),
        ("cases/api-429-at-shift-change.toml", "{{case:proud", "{{cases:proud", "malformed reference"),
        (
            "cases/shrewd-buyer-splits-order.toml",
            'passage = "roughly',
            'passage = "exactly',
            "must stand once",
        ),
        ("articles/alcohol-resistant-labels.toml", 'at = "-78d 2h', 'at = "-80d 2h', "older than the answer"),
        (
            "articles/alcohol-resistant-labels.toml",
            'confidence = "validated"',
            'confidence = "archived"',
            "by whom",
        ),
        ("groups.toml", 'handle = "support"', 'handle = "jonas"', "used twice"),
        ("people.toml", '"Europe/Sofia"', '"Europe/Nowhere"', "no time zone"),
    ],
)
def test_mistake_in_a_file_is_found(
    tmp_path: Path, file: str, text: str, replacement: str, complaint: str
) -> None:
    folder = tmp_path / "company"
    shutil.copytree(FOLDER, folder)
    assert load(folder)
    path = folder / file
    original = path.read_text(encoding="utf-8")
    assert text in original
    path.write_text(original.replace(text, replacement, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        load(folder)


def test_article_is_not_read_by_more_people_than_its_case(tmp_path: Path) -> None:
    folder = tmp_path / "company"
    shutil.copytree(FOLDER, folder)
    path = folder / "cases" / "alcohol-wipes-off-lp480-print.toml"
    content = path.read_text(encoding="utf-8")
    restriction = 'readers = { groups = ["support", "sales-china", "lp-team"], people = ["sofia"] }\n'
    path.write_text(restriction + content, encoding="utf-8")
    with pytest.raises(ValueError, match="read by more people than its case"):
        load(folder)


def test_broken_toml_names_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "company"
    shutil.copytree(FOLDER, folder)
    (folder / "cases" / "broken.toml").write_text("title = ", encoding="utf-8")
    with pytest.raises(ValueError, match="broken\\.toml"):
        load(folder)


def test_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Reply.model_validate({"by": "tom", "at": "-1d", "body": "Hello", "colour": "red"})


@pytest.mark.parametrize(
    ("written", "age"),
    [
        ("-3d 4h 5m", timedelta(days=3, hours=4, minutes=5)),
        ("-40m", timedelta(minutes=40)),
        ("-2d", timedelta(days=2)),
    ],
)
def test_ages_are_written_shortly(written: str, age: timedelta) -> None:
    assert Reply.model_validate({"by": "tom", "at": written, "body": "Hello"}).at == age


@pytest.mark.parametrize("written", ["", "-", "3d", "-3", "-3w", "yesterday"])
def test_other_ages_are_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="not an age"):
        Reply.model_validate({"by": "tom", "at": written, "body": "Hello"})


def test_edit_replaces_its_one_passage() -> None:
    edit = Edit(at=timedelta(hours=1), passage="ten", replacement="eleven")
    assert edit.apply("ten points") == "eleven points"
    with pytest.raises(ValueError, match="must stand once"):
        edit.apply("ten of ten")


def _is_chinese(text: str) -> bool:
    return sum(ord(character) in CHINESE for character in text) > len(text) / 8


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case BaseModel():
            for _name, part in value:
                yield from _strings(part)
        case tuple():
            for part in value:
                yield from _strings(part)
        case _:
            pass
