"""What a text names: people, threads and articles, files."""

from uuid import UUID

import pytest

from hub.markdown import render

BASE = "https://hub.example"
UID = "01890f6e-7b5c-7cc0-98c4-dc0c0c07398f"


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@anna", {"anna"}),
        ("@Anna, @li.wei and @x_1-y!", {"anna", "li.wei", "x_1-y"}),
        ("请@anna看", {"anna"}),
        ("谢谢@anna。", {"anna"}),
        ("(@anna) *@bob* _@cy_ **@dan**", {"anna", "bob", "cy", "dan"}),
        ("ends a sentence @anna.", {"anna"}),
        ("# @anna\n\n> @bob\n\n- @cy\n\n|@dan|\n|-|", {"anna", "bob", "cy", "dan"}),
        ("@" + "a" * 39, {"a" * 39}),
        ("mail anna@hub.example", set()),
        ("anna+x@hub.example @@anna", set()),
        ("`@anna`\n\n    @anna\n\n```\n@anna\n```", set()),
        ("[@anna](/x) <https://a.example/@anna> https://a.example/?to=@anna", set()),
        (r"\@anna", set()),
        ("@types/node @anna@other.example", set()),
        ("@" + "a" * 40, set()),
        ("@josé @-anna @ anna @", set()),
        ("![@anna](/x.png)", set()),
    ],
)
def test_mentions(text: str, handles: set[str]) -> None:
    rendered = render(text)
    assert rendered.mentions == handles
    assert rendered.html.count("data-mention") == len(handles)


def test_a_mention_is_a_link_to_the_person_as_typed() -> None:
    assert render("Hi @Li.Wei!").html == (
        '<p>Hi <a class="mention" href="/people/li.wei" data-mention="li.wei">@Li.Wei</a>!</p>\n'
    )


@pytest.mark.parametrize(
    ("text", "kind", "key", "href", "label"),
    [
        ("[[thread:7]]", "thread", "7", "/references/thread/7", "#7"),
        (f"[[article:{UID.upper()}]]", "article", UID, f"/references/article/{UID}", "#…07398f"),
        (f"{BASE}/threads/7", "thread", "7", "/references/thread/7", "#7"),
        (f"<{BASE}/articles/5/>", "article", "5", "/references/article/5", "#5"),
        (f"见{BASE}/threads/7#post-12，", "thread", "7", "/references/thread/7#post-12", "#7"),
    ],
)
def test_references(text: str, kind: str, key: str, href: str, label: str) -> None:
    rendered = render(text, base_url=BASE + "/")
    assert rendered.references == {(kind, key)}
    link = f'<a class="reference" href="{href}" data-reference="{kind}:{key}">{label}</a>'
    assert link in rendered.html


@pytest.mark.parametrize(
    "text",
    [
        "[[thread:0]]",
        "[[thread:seven]]",
        "[[person:7]]",
        "`[[thread:7]]`",
        r"\[[thread:7]]",
        f"{BASE}.evil.example/threads/7",
        f"{BASE}/threads/7/edit",
        f"{BASE}/threads?page=2",
        "https://other.example/threads/7",
        "[[thread:" + "9" * 19 + "]]",
    ],
)
def test_what_only_looks_like_a_reference_is_none(text: str) -> None:
    rendered = render(text, base_url=BASE)
    assert rendered.references == frozenset()
    assert "reference" not in rendered.html


def test_a_link_to_our_own_page_is_a_path_with_its_label() -> None:
    rendered = render(f"[the case]({BASE}/threads/7) [home]({BASE})", base_url=BASE)
    assert rendered.html == '<p><a href="/threads/7">the case</a> <a href="/">home</a></p>\n'
    assert rendered.references == frozenset()


def test_without_a_base_url_no_host_is_ours() -> None:
    assert render("https://hub.example/threads/7").references == frozenset()


def test_a_reference_inside_a_link_is_only_text() -> None:
    assert render("![[[thread:7]]](/x)").references == frozenset()


def test_files_are_pictures_and_links() -> None:
    other = UID[:-1] + "e"
    text = f"![a](/files/{UID}) [b]({BASE}/files/{other}) [c](/files/nothing) `/files/{UID[:-1]}d`"
    rendered = render(text, base_url=BASE)
    assert rendered.files == {UUID(UID), UUID(other)}
    assert f'href="/files/{other}"' in rendered.html
    assert render(f"![a](https://other.example/files/{UID})", base_url=BASE).files == frozenset()


def test_titles_of_things_are_never_in_the_text() -> None:
    assert render("[[thread:7]]").html == (
        '<p><a class="reference" href="/references/thread/7" data-reference="thread:7">#7</a></p>\n'
    )
