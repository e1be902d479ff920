"""What a text tells of people and deals is found where it stands, and masked."""

import re
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.redaction import Directory, Sensitive, Source, find, masked

pytestmark = pytest.mark.pure

LABELLED = Path(__file__).parent / "redaction.toml"
_MARK = re.compile(r"\{(\w+)\|([^}]+)\}")


@dataclass(frozen=True)
class Measured:
    """How many of the labelled passages were found, how many of the found ones were labelled, and what was not so."""

    recall: float
    precision: float
    missed: tuple[str, ...]
    false: tuple[str, ...]


def labelled(language: str) -> list[tuple[str, set[tuple[int, int, str]]]]:
    """The sentences without their marks, and the marked places with their kinds."""
    sentences = []
    for line in tomllib.loads(LABELLED.read_text())[language].strip().split("\n"):
        pieces, marks, position = "", set(), 0
        for mark in _MARK.finditer(line):
            pieces += line[position : mark.start()]
            marks.add((len(pieces), len(pieces) + len(mark[2]), mark[1]))
            pieces, position = pieces + mark[2], mark.end()
        sentences.append((pieces + line[position:], marks))
    return sentences


def measured(language: str) -> Measured:
    """A passage counts as found when hits of its kind cover all of it; a hit is false when it meets no passage."""
    missed, false, wanted, found = [], [], 0, 0
    for text, marks in labelled(language):
        hits = find(text)
        wanted, found = wanted + len(marks), found + len(hits)
        for start, end, kind in marks:
            if not any(hit.kind == kind and hit.start <= start and end <= hit.end for hit in hits):
                missed.append(f"{kind}: {text[start:end]}")
        false += [
            text[hit.start : hit.end]
            for hit in hits
            if not any(hit.start < end and start < hit.end for start, end, _kind in marks)
        ]
    return Measured(1 - len(missed) / wanted, 1 - len(false) / found, tuple(missed), tuple(false))


LANGUAGES = ["english", "chinese", "english_later", "chinese_later"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_labelled_sentences_are_read_as_people_read_them(language: str) -> None:
    result = measured(language)
    assert result.recall >= 0.95, result.missed
    assert result.precision >= 0.95, result.false


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_addresses_and_amounts_are_missed_nowhere(language: str) -> None:
    assert [missed for missed in measured(language).missed if not missed.startswith("name")] == []


def said(text: str, directory: Directory | None = None) -> list[tuple[str, str]]:
    return [(hit.kind.value, text[hit.start : hit.end]) for hit in find(text, directory)]


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138.0013.8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "１３８００１３８０００",
        "138\u200b0013\u200b8000",
        "138\u00ad00138000",
        "138**0013**8000",
        "138\\-0013\\-8000",
        "&#49;&#51;&#56;00138000",
        "①③⑧00138000",
        "+86 138 0013 8000",
        "0086-13800138000",
        "138\u00a00013\u20118000",
        "138 0013\n8000",
    ],
)
def test_a_phone_number_is_found_however_it_is_written(text: str) -> None:
    for around in ("Call {} now.", "请打{}找我", "```\ntel {}\n```", "| a | {} |", "> - {}"):
        whole = around.format(text)
        [hit] = find(whole)
        assert hit.kind is Sensitive.PHONE
        assert text in whole[hit.start : hit.end]
        assert not find(masked(whole, [hit]))


def test_a_link_to_a_number_or_an_address_goes_as_a_whole() -> None:
    text = "Call [138 0013 8000](tel:+8613800138000) or [write](mailto:ann%40acme.example)(soon)."
    assert masked(text, find(text)) == "Call [phone] or [e-mail] (soon)."


def test_credit_to_a_colleague_is_no_name_but_anybody_else_in_its_place_is() -> None:
    people = Directory({"bo": "Bo Lind", "lin": "林悦"})
    credit = "— [Bo Lind](/people/bo), [post 2](/threads/13800138000?post=2#post-13800138000)"
    assert said(credit, people) == []
    assert said("[林悦](/people/lin)说", people) == []
    assert said("[Ann Smith](/people/bo)", people) == [("name", "Ann Smith")]
    assert said("[13800138000](/people/bo)", people) == [("phone", "13800138000")]
    assert said("Bo Lind and 林悦 agreed; ask lind.", people) == [("name", "Bo Lind"), ("name", "林悦")]


def test_one_value_has_one_key_however_it_is_grouped() -> None:
    first, second, other = find("138 0013 8000, 13800138000, 13900139000")
    assert first.key == second.key != other.key


def test_what_overlaps_is_covered_as_one() -> None:
    text = "身份证11010519491231002X电话"
    [hit] = find(text)
    assert (hit.kind, text[hit.start : hit.end]) == (Sensitive.IDENTITY, "11010519491231002X")


def test_ordinary_technical_text_is_left_alone() -> None:
    text = (
        "Set the speed to 152 mm/s at 25 °C; firmware 3.10.12 of 2024-11-22 listens on 192.168.100.12:9100. "
        "Reset with `0x1B 0x40`. Pi is 3.14159265358979. EPC=E280689400004013. 高温车间要换耐热标签，安全方案已提交。"
    )
    assert said(text) == []


# Without a bound on what is tried, these take minutes.
@pytest.mark.parametrize(
    "piece",
    [
        "1 3 ",
        "1.2.",
        "138-",
        "王伟总",
        "a@",
        "a.b-",
        "1,",
        "+1",
        "DE89 ",
        "2024-11-22 ",
        "Mr. Aa ",
        "[a](mailto:",
        "一",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    started = time.thread_time()
    find(piece * (100_000 // len(piece)))
    assert time.thread_time() - started < 20


CONFIDENTIAL = Source(
    names=["Acme GmbH", "华东物流"],
    titles=["Ribbon tears at low speed in cold halls", "碳带在低温下断裂", "Fades since the update to 4.2.1"],
    texts=["The customer told us that it happens every morning when the hall is below five degrees."],
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A ribbon may tear where it is cold.", []),
        ("At ACME gmbh and at Acme.", ["ACME gmbh"]),
        ("**Ribbon** *tears* at low temperature.", ["Ribbon** *tears* at low"]),
        ("It happens every morning.", []),
        ("After the update to 4.2.", []),
        ("After the update to 4.2.1 it fades.", ["the update to 4.2.1"]),
        ("So it happens every morning when the hall is cold.", ["it happens every morning when the hall is"]),
        ("客户华東物流说碳带在低温下会断", ["华東物流", "碳带在低温下"]),
    ],
)
def test_words_of_a_confidential_source_are_found(text: str, found: list[str]) -> None:
    hits = find(text, None, CONFIDENTIAL)
    assert [text[hit.start : hit.end] for hit in hits] == found
    assert all(hit.kind is Sensitive.COPIED for hit in hits)
    assert not find(masked(text, hits), None, CONFIDENTIAL)
