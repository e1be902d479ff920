"""Files are read line by line, whatever is in them."""

from io import BytesIO

import pytest

from hub.cli.importing import lines
from hub.cli.importing.lines import Line, read_lines

pytestmark = pytest.mark.pure


def test_blank_lines_are_passed_over_and_counted() -> None:
    read = list(read_lines(BytesIO(b'\n{"a": 1}\n   \n\t\r\n{"a": 2}\n\n')))
    assert [(line.number, line.content) for line in read] == [(2, b'{"a": 1}\n'), (5, b'{"a": 2}\n')]


def test_last_line_needs_no_end() -> None:
    assert [line.content for line in read_lines(BytesIO(b"one\ntwo"))] == [b"one\n", b"two"]


def test_byte_order_mark_is_no_content() -> None:
    file = b"\xef\xbb\xbfone\n\xef\xbb\xbftwo\n"
    assert [line.content for line in read_lines(BytesIO(file))] == [b"one\n", b"\xef\xbb\xbftwo\n"]


def test_sizes_add_up_to_the_file_for_the_progress_bar() -> None:
    file = b"\xef\xbb\xbf\n\none\r\n\n" + b"two" * 1000 + b"\nthree"
    assert sum(line.size for line in read_lines(BytesIO(file))) == len(file)


def test_huge_line_is_skipped_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 100)
    monkeypatch.setattr(lines, "_CHUNK", 30)
    file = b"before\n" + b"x" * 1000 + b"\nafter\n" + b"y" * 99 + b"\n" + b"z" * 5000
    assert list(read_lines(BytesIO(file))) == [
        Line(1, 7, b"before\n"),
        Line(2, 1001, None),
        Line(3, 6, b"after\n"),
        Line(4, 100, b"y" * 99 + b"\n"),
        Line(5, 5000, None),
    ]


def test_line_of_exactly_the_longest_length_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 100)
    [first, second] = read_lines(BytesIO(b"x" * 100 + b"\nnext"))
    assert (first.content, second.content) == (b"x" * 100 + b"\n", b"next")


def test_empty_file_has_no_lines() -> None:
    assert list(read_lines(BytesIO(b""))) == []
    assert list(read_lines(BytesIO(b"\xef\xbb\xbf\n"))) == []
