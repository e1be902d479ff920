"""What a file is and what it may be called."""

import zipfile
from io import BytesIO

import pytest

from hub.files.sniffing import BINARY, LONGEST_NAME, clean_name, sniff


def archive(*names: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "content " * 50)
    return buffer.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("head", "name", "mime"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "a.txt", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a", "image/jpeg"),
        (b"GIF89a\x01\0", "a.png", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "a", "image/webp"),
    ],
)
def test_pictures_are_known_by_their_content_and_shown(head: bytes, name: str, mime: str) -> None:
    kind = sniff(head, name)
    assert (kind.mime, kind.inline) == (mime, True)


@pytest.mark.parametrize(
    ("head", "name", "mime"),
    [
        (b"%PDF-1.7\n", "a", "application/pdf"),
        (
            archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
            "a",
            OFFICE + "wordprocessingml.document",
        ),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "a.png", OFFICE + "spreadsheetml.sheet"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "a", OFFICE + "presentationml.presentation"),
        (archive("notes.txt"), "a.docx", "application/zip"),
        (b"hello", "notes.txt", "text/plain"),
        ("标签打印机卡纸".encode()[:-1], "a.md", "text/plain"),
        (b"a;b\n1;2\n", "Prices.CSV", "text/csv"),
        (b"\x7fELF\0\0", "a.png", BINARY),
        (b"MZ\x90\0", "setup.exe", BINARY),
        (b"RIFF\x10\0\0\0WAVEfmt ", "a.webp", BINARY),
        (b"BM\0\0", "a.bmp", BINARY),
    ],
)
def test_everything_else_is_saved_not_shown(head: bytes, name: str, mime: str) -> None:
    kind = sniff(head, name)
    assert (kind.mime, kind.inline) == (mime, False)


@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.html", "a.txt"])
@pytest.mark.parametrize(
    "content",
    [
        "<!DOCTYPE html><p>x",
        "\ufeff  <HTML>",
        "<?xml version='1.0'?><x/>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<!-- x --><svg onload=alert(1)>",
        "text first <script>alert(1)</script>",
    ],
)
def test_pages_and_vector_graphics_are_plain_data(content: str, name: str) -> None:
    kind = sniff(content.encode(), name)
    assert (kind.mime, kind.inline) == (BINARY, False)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("报价单 2025.xlsx", "报价单 2025.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Li\\label.pdf", "label.pdf"),
        ("a\x00b\r\nc\x1b.txt", "abc.txt"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("zero\u200bwidth\ufeff.txt", "zerowidth.txt"),
        ('a<b>:"c|d?*.txt', "a_b___c_d__.txt"),
        ("cafe\u0301.txt", "café.txt"),
        ("con.txt", "file con.txt"),
        ("LPT1", "file LPT1"),
        ("console.txt", "console.txt"),
        ("...", "file"),
        ("", "file"),
        ("/", "file"),
        (".htaccess", "htaccess"),
        ("trailing. . ", "trailing"),
    ],
)
def test_names_are_made_safe(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept
    assert clean_name(kept) == kept


def test_long_names_keep_their_ending_and_whole_characters() -> None:
    name = clean_name("标签" * 200 + ".xlsx")
    assert len(name.encode()) <= LONGEST_NAME
    assert name.startswith("标签")
    assert name.endswith(".xlsx")
    assert "\ufffd" not in name
    assert clean_name("a" * 149 + " b") == "a" * 149
    assert len(clean_name("a." + "b" * 500).encode()) <= LONGEST_NAME


def test_half_a_character_in_a_name_is_harmless() -> None:
    clean_name("a\ud800.txt").encode()
