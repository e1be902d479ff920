"""Believable data for looking at components without a server's database, in both languages."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from hub.pages.charts import Chart, Series

NOW = datetime.now(UTC)


class Thing(SimpleNamespace):
    """Anything that a macro shows: a person, a post, a hit."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # told apart by identity, as keys of what is kept


PROSE = {
    "en": """<p>The customer, a bottling plant with 14 lines, says the <strong>ZX-420</strong> drops labels after the
washdown. They compare us with Brady and want an answer <em>before Thursday</em>. See
<a data-reference="thread:018f" href="#">case 12</a> and <a data-mention="mei" href="#">@mei</a>.</p>
<h3>What we tried</h3><ul><li>New ribbon, wax/resin 60</li><li>Print speed down to 4 ips</li></ul>
<ul><li><input type="checkbox" checked disabled> firmware 7.2.1</li>
<li><input type="checkbox" disabled> other stock</li></ul>
<blockquote><p>It works in the office, never on line 3.</p></blockquote>
<table><thead><tr><th>Line</th><th>Surface °C</th><th>Dew point °C</th><th>Labels lost per 1,000</th><th>Stock</th>
</tr></thead><tbody><tr><td>1</td><td>14.5</td><td>9.0</td><td>0.2</td><td>PE-3M-7815</td></tr>
<tr><td>3</td><td>7.1</td><td>9.4</td><td>31.0</td><td>PE-3M-7815</td></tr></tbody></table>
<pre><code class="language-python"><span class="k">def</span> <span class="nf">dew_margin</span>(surface, dew):
    <span class="sd">"Margin in kelvin; below 3 labels slip."</span>
    <span class="k">return</span> surface - dew  <span class="c1"># measured with the IR gun</span></code></pre>
<p>Set <code>^MMP</code> and try again.</p>""",
    "zh": "<p>客户是有 14 条产线的灌装厂，反映 <strong>ZX-420</strong> 在清洗后掉标签。他们在拿我们和兄弟公司比较，"
    '周四前要答复，报价3999元以内。参见<a data-reference="thread:018f" href="#">案例 12</a>，'
    '请 <a data-mention="mei" href="#">@mei</a> 看一下。</p>'
    "<h3>已经试过</h3><ul><li>换混合基碳带</li><li>打印速度降到每秒 4 英寸</li></ul>"
    "<blockquote><p>办公室里一切正常，三号线上从来不行。</p></blockquote>"
    "<table><thead><tr><th>产线</th><th>表面温度</th><th>露点</th><th>每千张掉标</th></tr></thead>"
    "<tbody><tr><td>1</td><td>14.5</td><td>9.0</td><td>0.2</td></tr>"
    "<tr><td>3</td><td>7.1</td><td>9.4</td><td>31.0</td></tr></tbody></table>"
    '<pre><code class="language-python"><span class="k">return</span> surface - dew  '
    '<span class="c1"># 用红外枪测量</span></code></pre>',
}
REPLY = {
    "en": "<p>Condensation, not adhesive. Measure the bottle surface against the dew point: under 3 K of margin "
    "nothing sticks. Move the applicator behind the air knife; we did that at Kestrel and went from 3 % to 0.1 %.</p>",
    "zh": "<p>是冷凝，不是胶的问题。量一下瓶身表面温度和露点：差值小于 3 度什么都贴不住。"
    "把贴标头移到风刀之后，我们在金泉饮料这么做，掉标率从 3% 降到 0.1%。</p>",
}
TITLES = {
    "en": [
        "Labels fall off after washdown on line 3, customer compares us with Brady and wants an answer before Thursday",
        "How do I answer “your cloud stores our recipes abroad”?",
        "Discount of 18 % asked at signature",
        "Printer offline after Windows update KB5034441",
    ],
    "zh": [
        "清洗后三号线标签脱落，客户在拿我们和兄弟公司比较，周四前要答复",
        "客户问“配方数据存到国外怎么办”怎么答？",
        "签约当天要求再降 18%",
        "Windows 更新后打印机离线",
    ],
}
NAMES = {
    "en": ["Ann Lee", "Mei Zhang", "Tomás Ferreira", "Oluwaseun Adebayo-Whitfield"],
    "zh": ["李安", "张美", "费雷拉", "欧阳修远"],
}
TAGS = {
    "en": ["ZX-420", "Food & beverage", "Negotiation", "Brady"],
    "zh": ["ZX-420", "食品饮料", "谈判", "兄弟"],
}
TERMS = [
    ("zx420", "ZX-420 label printer", "ZX-420 标签打印机", ["zx", "斑马"]),
    ("cloud", "Label Cloud", "标签云", ["saas"]),
    ("applicator", "A-70 applicator", "A-70 贴标机", []),
    ("service", "Service contract", "服务合同", []),
]


def people(locale: str) -> list[Thing]:
    return [Thing(id=n, name=name, handle=f"p{n}", active=True) for n, name in enumerate(NAMES[locale], 1)]


def terms() -> list[Thing]:
    return [Thing(key=key, name_en=en, name_zh=zh, nicknames=nicknames) for key, en, zh, nicknames in TERMS]


def reader(locale: str) -> Thing:
    person = people(locale)[0]
    return Thing(**vars(person), is_lead=False, is_admin=True, locale=locale, timezone="UTC", theme="auto")


def post(number: int, locale: str, **changes: Any) -> Thing:
    body = PROSE[locale] if number == 1 else REPLY[locale]
    author = people(locale)[(number - 1) % 4]
    values: dict[str, Any] = {
        "id": 10 + number,
        "number": number,
        "version": 30,
        "author": author,
        "at": NOW - timedelta(hours=30 - number * 3),
        "edited_at": None,
        "html": Markup(body),
        "reactions": {},
        "accepted": False,
        "accepted_by": None,
        "deleted": False,
        "hidden": False,
        "url": f"/threads/7#post-{10 + number}",
        "excerpt": Markup(body).striptags()[:140],
    }
    return Thing(**values | changes)


def thread(locale: str) -> Thing:
    return Thing(id=7, asker_id=1, version=30, last_number=8, title=TITLES[locale][0])


def posts(locale: str) -> list[Thing]:
    accepted_by = people(locale)[0]
    return [
        post(1, locale, reactions={"same": [2, 3]}, edited_at=NOW - timedelta(hours=20)),
        post(2, locale, accepted=True, accepted_by=accepted_by, reactions={"worked": [1, 3], "thanks": [1]}),
        post(3, locale, deleted=True),
        post(4, locale, reactions={"agree": [2]}),
        post(5, locale),
    ]


def thread_rows(locale: str) -> list[Thing]:
    states = [["unanswered", "overdue"], ["solved", "promoted"], ["private"], []]
    who = people(locale)
    return [
        Thing(
            id=n,
            url="#",
            title=TITLES[locale][n],
            author=who[n],
            space="",
            tags=TAGS[locale][: n + 1],
            states=states[n],
            reply_count=(0, 4, 212, 9)[n],
            unread=(0, 2, 0, 0)[n],
            last_at=NOW - timedelta(minutes=7 ** (n + 1)),
            last_author=who[-n],
            assignee=who[1] if n == 2 else None,
            complaint=None,
        )
        for n in range(4)
    ]


def hits(locale: str) -> list[Thing]:
    marked = Markup("{}").format(TITLES[locale][0].split(" ")[0])
    return [
        Thing(
            type=("article", "thread")[n % 2],
            id=n,
            url=f"/{locale}/threads",
            title=Markup("<mark>{}</mark> {}").format(marked, TITLES[locale][n]),
            snippet=Markup("… {} <mark>{}</mark> …").format(Markup(REPLY[locale]).striptags(), marked),
            states=["solved"] if n % 2 else [],
            badges=[],
            solved=bool(n % 2),
            standing=None if n % 2 else "expired",
            meta=TAGS[locale][:2],
            at=NOW - timedelta(days=n + 1),
        )
        for n in range(4)
    ]


def articles(locale: str) -> list[Thing]:
    levels = ["validated", "not_validated", "wip", "archived"]
    return [
        Thing(
            id=n,
            url="#",
            title=TITLES[locale][n],
            summary=Markup(REPLY[locale]).striptags(),
            kind_label="",
            standing=levels[n],
            owner=people(locale)[n],
            updated_at=NOW - timedelta(days=n),
            tags=TAGS[locale][:2],
            states=["source_changed"] if n == 1 else [],
            facts=[],
        )
        for n in range(4)
    ]


def notes(locale: str) -> list[Thing]:
    return [
        Thing(
            id=n,
            url="#",
            icon=icon,
            text=f"{people(locale)[n].name}: {TITLES[locale][n]}",
            at=NOW - timedelta(hours=n),
            unread=n < 2,
            actors=[people(locale)[n]] if n < 3 else [],
            count=n + 1,
        )
        for n, icon in enumerate(["at", "reply", "check-circle", "user"])
    ]


def bars(locale: str) -> Chart:
    """Counts by customer type, one of them without any."""
    zh = locale == "zh"
    names = (
        ["精明型", "高傲型", "猎奇型", "老实型"] if zh else ["Shrewd", "Proud", "Novelty-seeking", "Honest"]
    )
    words = ["赢单", "输单", "未决"] if zh else ["Won", "Lost", "No decision"]
    return Chart(
        "sample-bars",
        "按客户类型" if zh else "By type of customer",
        names,
        [
            Series(words[0], [12, 3, 1, 0], "positive", links=["#1", "#2", "#3", None]),
            Series(words[1], [7, 9, 0, 0], "danger", links=["#4", "#5", None, None]),
            Series(words[2], [2, 1, 1, 0], "neutral"),
        ],
        description="近十二个月" if zh else "The last twelve months",
        notes=["n = 21", "n = 13", "n = 2", "n = 0"],
    )


def lines(locale: str) -> Chart:
    """Shares of six by quarter, with a gap."""
    quarters = [f"2025 Q{quarter}" for quarter in range(1, 5)] + [
        f"2026 Q{quarter}" for quarter in range(1, 5)
    ]
    shares = [
        [round(9 + 6 * place + number * (place - 2) / 2, 1) for number in range(8)] for place in range(6)
    ]
    names = ["Northlabel", "维拉泰 Velatag", "Brennmark", "穹印 Qiongyin", "Tallowin", "其他 Others"]
    series = [Series(name, values) for name, values in zip(names, shares, strict=True)]
    series[1] = Series(names[1], [*shares[1][:3], None, *shares[1][4:]])
    return Chart("sample-lines", "市场份额" if locale == "zh" else "Market share", quarters, series, unit="%")
