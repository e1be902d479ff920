"""Which words of a question carry meaning, and how whole questions are ranked."""

import pytest

from search.relevance.index_settings import synonyms
from search.relevance.ranking import ranked, searches
from search.relevance.words import characters, comparable, length_in_words, part_of_words, terms, tokens

pytestmark = pytest.mark.pure


def test_terms_are_the_meaningful_parts_once() -> None:
    query = comparable("How do I fix the T80, the v2.3 firmware and 打印机的T80?")
    assert terms(query) == ["fix", "t80", "v2.3", "firmware", "打印机的"]


def test_a_chinese_word_counts_as_two_characters() -> None:
    assert length_in_words(comparable("T80打印机卡纸")) == 1 + 5 / 2


def test_tokens_are_stems_and_pairs() -> None:
    assert tokens("printers printing the 打印机") == ["printer", "print", "打印", "印机"]


def test_synonyms_lead_both_ways_and_join_groups() -> None:
    made = synonyms([["T80", "小T", " "], ["T80", "tiny tee"], ["alone"]])
    assert made == {"t80": ["tiny tee", "小 t"], "tiny tee": ["t80"], "小 t": ["t80"]}


def passage(id_: str, text: str) -> dict[str, object]:
    return {"id": id_, "object": id_, "title": "", "text": text, "rank": 10}


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    query = "ribbon resin"
    assert len(searches(query)) == 6
    common, rare = passage("common", "ribbon"), passage("rare", "resin")
    whole = [{"hits": [common, rare], "estimatedTotalHits": 2}] * 4
    single = [{"hits": [common], "estimatedTotalHits": 5000}, {"hits": [rare], "estimatedTotalHits": 3}]
    assert [one.id for one in ranked(query, [*whole, *single])] == ["rare", "common"]


def test_nothing_found_ranks_to_nothing() -> None:
    assert ranked("a b", [{"hits": [], "estimatedTotalHits": 0}] * 6) == []


def test_parts_of_chinese_words_are_phrases_of_characters() -> None:
    assert characters("爱面子 t80") == "爱 面 子 t80"
    assert characters("only latin") == ""
    assert part_of_words("面子 纸") == '"面 子" "纸"'
    assert part_of_words("t80 面子") == part_of_words("一二三四五") == part_of_words("") == ""
