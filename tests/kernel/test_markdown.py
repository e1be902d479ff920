"""Markdown: what each construct becomes."""

import pytest

from hub.markdown import render, sized
from hub.markdown.sanitising import sanitised

FILE = "01890f6e-7b5c-7cc0-98c4-dc0c0c07398f"


def html(text: str) -> str:
    return render(text).html.rstrip("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "<p>plain</p>"),
        ("# One\n\nTwo\n===", "<h1>One</h1>\n<h1>Two</h1>"),
        ("a *b* **c** _d_ `e*`", "<p>a <em>b</em> <strong>c</strong> <em>d</em> <code>e*</code></p>"),
        ("snake_case_name 2*3*4", "<p>snake_case_name 2<em>3</em>4</p>"),
        ("~~gone~~ 100~200元", "<p><del>gone</del> 100~200元</p>"),
        ("a  \nb\nc", "<p>a<br>\nb\nc</p>"),
        ("> a\n> > b", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n\n4. b", '<ol start="3">\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>'),
        ("---", "<hr>"),
        ("    <b>", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("&copy; &#x62A5; &lt;", "<p>© 报 &lt;</p>"),
        (r"\*a\* \[b]", "<p>*a* [b]</p>"),
        ("[a](/b 'c')", '<p><a href="/b" title="c">a</a></p>'),
        ("[a][r]\n\n[r]: </b c>", '<p><a href="/b%20c">a</a></p>'),
        ("<a@b.example>", '<p><a href="mailto:a@b.example">a@b.example</a></p>'),
        ("a\x00b", "<p>a\ufffdb</p>"),
        ("half \ud800", "<p>half \ufffd</p>"),
        ("", ""),
    ],
)
def test_commonmark(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**报价：**请看", "<strong>报价：</strong>请看"),
        ("请看**“报价”**吧", "请看<strong>“报价”</strong>吧"),
        ("这是*（重要）*的", "这是<em>（重要）</em>的"),
        ("**標籤！**です", "<strong>標籤！</strong>です"),
        ("~~旧价。~~新价", "<del>旧价。</del>新价"),
        ("价格**3999元**起", "价格<strong>3999元</strong>起"),
        ("**bold:**text stays as specified", "**bold:**text stays as specified"),
    ],
)
def test_emphasis_works_between_chinese_characters(text: str, expected: str) -> None:
    assert html(text) == f"<p>{expected}</p>"


def test_tables_align_without_inline_styles() -> None:
    assert html("|a|b|c|\n|:-|-:|-|\n|1|2 `x`|3|") == (
        '<table>\n<thead>\n<tr>\n<th align="left">a</th>\n<th align="right">b</th>\n<th>c</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td align="left">1</td>\n<td align="right">2 <code>x</code></td>\n<td>3</td>\n</tr>\n'
        "</tbody>\n</table>"
    )


def test_task_lists_are_disabled_checkboxes_labelled_by_their_line() -> None:
    assert html("- [x] done **now**\n- [ ] open\n- [y] none") == (
        '<ul class="contains-task-list">\n'
        '<li class="task-list-item"><label><input type="checkbox" disabled="" checked=""> done '
        "<strong>now</strong></label></li>\n"
        '<li class="task-list-item"><label><input type="checkbox" disabled=""> open</label></li>\n'
        "<li>[y] none</li>\n</ul>"
    )


def test_fenced_code_is_coloured_by_classes() -> None:
    assert html("```python\ndef f(): pass\n```") == (
        '<pre class="highlight"><code class="language-python"><span class="k">def</span><span class="w"> </span>'
        '<span class="nf">f</span><span class="p">():</span> <span class="k">pass</span>\n</code></pre>'
    )


@pytest.mark.parametrize("info", ["", "no-such-language", '"><script>', "föö", "python3000"])
def test_code_of_an_unknown_language_stays_plain(info: str) -> None:
    assert html(f"~~~ {info}\na < b\n~~~") == '<pre class="highlight"><code>a &lt; b\n</code></pre>'


@pytest.mark.parametrize(
    ("text", "linked", "rest"),
    [
        ("see https://a.example/b?c=1&d=2#e.", "https://a.example/b?c=1&d=2#e", "."),
        ("(http://a.example/x_(y))", "http://a.example/x_(y)", ")"),
        ("**https://a.example/b_c_d**", "https://a.example/b_c_d", ""),
        ("请看https://a.example/b，谢谢", "https://a.example/b", "，谢谢"),
        ("网址https://a.example/b请看", "https://a.example/b", "请看"),
        ("http://printer01:8080/status!", "http://printer01:8080/status", "!"),
        ("HTTPS://A.EXAMPLE/b", "HTTPS://A.EXAMPLE/b", ""),
        ("https://a.example/@bob", "https://a.example/@bob", ""),
    ],
)
def test_a_bare_address_becomes_a_link(text: str, linked: str, rest: str) -> None:
    shown = linked.replace("&", "&amp;")
    made = html(text)
    assert f'rel="nofollow noopener ugc">{shown}</a>{rest}' in made
    assert made.count("<a ") == 1


@pytest.mark.parametrize(
    "text", ["`https://a.example`", "xhttps://a.example", "https://", "ftp://a.example", "://"]
)
def test_no_bare_address_no_link(text: str) -> None:
    assert "<a " not in html(text)


def test_a_link_keeps_its_label_when_that_is_an_address() -> None:
    assert html("[https://a.example](https://b.example)") == (
        '<p><a href="https://b.example" rel="nofollow noopener ugc">https://a.example</a></p>'
    )


def test_own_pictures_are_shown_and_foreign_ones_are_links() -> None:
    assert html(f'![the *label*](/files/{FILE} "t")') == (
        f'<p><img src="/files/{FILE}" alt="the label" title="t" loading="lazy"></p>'
    )
    assert html("![cat](https://spy.example/cat.png)") == (
        '<p><a href="https://spy.example/cat.png" rel="nofollow noopener ugc">cat</a></p>'
    )
    assert html("![](/cat.png)") == '<p><a href="/cat.png">/cat.png</a></p>'
    assert html("[![cat](https://spy.example/cat.png)](/x)") == '<p><a href="/x">cat</a></p>'


def test_pictures_get_their_size_once_it_is_known() -> None:
    rendered = render(f"![a](/files/{FILE})\n\n![b](/files/{FILE[:-1]}e)")
    (first, second) = sorted(rendered.files, key=str, reverse=True)
    made = sized(rendered.html, {first: (640, 480)})
    assert f'<img src="/files/{first}" width="640" height="480" alt=' in made
    assert f'<img src="/files/{second}" alt=' in made


def test_headings_get_ids_of_their_words() -> None:
    made = render("# Price & terms\n\n## 报价\n\n# Price, terms\n\n# !\n\n> # quoted", heading_ids=True).html
    assert [part.split('"')[1] for part in made.split(" id=")[1:]] == [
        "h-price-terms",
        "h-报价",
        "h-price-terms-2",
        "h-section",
    ]


def test_headings_that_look_numbered_keep_ids_apart() -> None:
    made = render("# a\n\n# a-2\n\n# a\n\n# a\n\n# a 2", heading_ids=True).html
    ids = [part.split('"')[1] for part in made.split(" id=")[1:]]
    assert len(ids) == len(set(ids)) == 5


def test_blocks_get_numbered_ids() -> None:
    text = "# h\n\np\n\n- a\n\n  b\n\n---\n\n```\nc\n```\n\n    d\n\n|a|\n|-|\n\n> q"
    made = render(text, anchor="post-12").html
    for number, start in enumerate(["h1", "p", "ul", "pre", "pre", "table", "blockquote"], start=1):
        assert f'<{start} id="post-12-p{number}"' in made
    assert made.count(" id=") == 7


@pytest.mark.parametrize("text", ["# a\n\n- [x] b `c` @d\n\n```py\ne\n```\n\n|f|\n|:-|\n\n![g](h) &amp; <i>"])
def test_sanitising_again_changes_nothing(text: str) -> None:
    made = render(text, anchor="post-1", heading_ids=True).html
    assert sanitised(made) == made
    assert render(text, anchor="post-1", heading_ids=True).html == made
