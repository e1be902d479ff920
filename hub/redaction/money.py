"""Amounts of money."""

import re
from collections.abc import Iterator

from hub.redaction.hits import Hit, Sensitive

_NUMBER = r"(?<![\d.])\d(?:[\d,.' ]{0,24}\d)?"
_SCALE = (
    r"(?: ?(?:hundred|thousand|million|billion|mn|bn|tsd|mio|[kKmMwW](?![a-zA-Z])|百万|千万|[百千万亿])){0,2}"
)
_SYMBOL = r"(?:(?:US|HK|NT|[ACSR])?[$€£¥₩₹₽฿₫₺₪]|\bRs\b\.?)"
_CODE = (
    r"(?:USD|EUR|GBP|CNY|RMB|CNH|JPY|HKD|TWD|NTD|SGD|AUD|CAD|NZD|CHF|SEK|NOK|DKK|INR|KRW|MYR|THB|VND|IDR|PHP|RUB|BRL|"
    r"MXN|ZAR|AED|SAR|TRY|PLN|CZK|HUF|RON|ILS)"
)
_WORD = (
    r"(?:(?:us |hong kong |singapore |australian |canadian )?dollars?|euros?|pounds?(?: sterling)?|yuan|renminbi|yen|"
    r"bucks?|quid|francs?|rupees?|kronor|kroner|cents?)\b"
)
_HAN_UNIT = (
    r"(?:美元|美金|欧元|英镑|日元|港币|港元|台币|新台币|新币|韩元|卢布|"
    r"卢比|人民币|块钱|[块刀](?![\u4e00-\u9fff])|"
    r"元(?!素|件|组|数据|宇宙|年|旦|器|音|老|首|气)|圆整|角整)"
)
_HAN_NUMBER = r"[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟几数]"
_HAN_COUNTED = (
    r"次台条行个人张枚件套吨米字份家户篇像片卷部种名公里天年月小级点步头只箱批单场用粉访平转并亩度帧股位"
)
_EACH = r"(?: ?/ ?|每)(?:台|件|套|个|人|卷|张|箱|支|只|年|月|吨|米|unit|seat|user|pcs?|piece|roll|label)s?\b"
_CUE = (
    r"(?:\b(?:price[sd]?|quot(?:e|ed|es|ation)|budget(?:ed)?|costs?|costing|fees?|amount(?:s|ed|ing)?|deposit|"
    r"commission|salary|invoiced?|paid|pays?|charged?|offer(?:ed|s)?|worth|revenue|turnover|rebate|discount of|"
    r"deal value|contract value|margin of)\b|报价|价格|单价|总价|售价|底价|成本价?|预算|金额|费用|货款|订金|定金|尾款|"
    r"首付|押金|佣金|返点|返利|合同额|合同价|成交价|优惠价|到手价|最低价|进价|采购价|工资|年薪|月薪|奖金|"
    r"只要|卖到|便宜|开价|出价|报到)"
)
_LEADING = (
    r"(?:[ :=~]|is|was|were|are|of|at|to|for|about|around|only|under|below|over|up|from|由|从|为|是|约|大|概|到|在|才|"
    r"了|只|要|每|台|都|低于|高于|不超过)"
)
_CUED_NUMBER = (
    r"(?:\d[\d,.']{1,24}\d|\d+[.,]\d\d|\d+(?:\.\d+)? ?(?:[kKmMwW](?![A-Za-z])|千|万)|"
    rf"{_HAN_NUMBER}{{2,12}}){_SCALE}"
)
_NO_MONEY = (
    r"(?![%‰\d]| ?(?:%|mm|cm|ms|°|dpi|dBm|×|x |hours?|minutes?|days?|weeks?|months?|years?|times|percent|小时|分钟|天|"
    r"个|年|月|倍|次|台|折))"
)

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_SYMBOL} ?{_NUMBER}{_SCALE}",
        rf"(?<![A-Za-z]){_NUMBER}{_SCALE} ?(?:{_SYMBOL}|{_CODE}(?![A-Za-z])|{_WORD}|{_HAN_UNIT})"
        r"(?:/[\u4e00-\u9fffa-z]{1,6})?",
        rf"(?<![A-Za-z])(?:{_CODE}|人民币|美元|欧元)[ :]?{_NUMBER}{_SCALE}",
        rf"(?![一两几]块(?!钱)){_HAN_NUMBER}{{1,20}}[多余]?(?:点{_HAN_NUMBER}{{1,3}}万?)?{_HAN_UNIT}(?:{_HAN_NUMBER}角)?整?",
        rf"{_HAN_NUMBER}{{0,10}}[百千万亿]块",
        rf"[一二三四五六七八九十两几]{_HAN_NUMBER}{{0,10}}[万亿](?![{_HAN_COUNTED}一])",
        rf"\d[\d,.]{{0,15}} ?多?[万亿](?![{_HAN_COUNTED}])",
        rf"{_NUMBER}{_EACH}",
        rf"{_NUMBER}{_SCALE} (?:each|apiece|a piece|per (?:unit|seat|user|piece|roll|label|printer))\b",
        rf"\b(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
        rf"ninety|hundred|thousand|million|half|and|few|several)[ -]){{1,8}}{_WORD}",
    )
)  # fmt: skip
_CUED = re.compile(rf"{_CUE}{_LEADING}{{0,8}}({_CUED_NUMBER}){_NO_MONEY}", re.IGNORECASE)


def amounts(text: str) -> Iterator[Hit]:
    """The amounts of money of a folded text; places are those of this text."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield _hit(text, *match.span())
    for match in _CUED.finditer(text):
        yield _hit(text, *match.span(1))


def _hit(text: str, start: int, end: int) -> Hit:
    found = text[start:end].rstrip(" ,.")
    return Hit(start, start + len(found), Sensitive.AMOUNT, re.sub(r"[\s,']", "", found).casefold())
