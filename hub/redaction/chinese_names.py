"""Names of people in Chinese characters: by surname, title, cue and the characters that given names are made of."""

import re
from collections.abc import Collection, Iterator

from hub.redaction.hits import Hit, Sensitive
from hub.redaction.words import chinese, chinese_list

_HAN = "\u3400-\u9fff"
_ALL = f"(?:{'|'.join(chinese_list('compound'))}|[{chinese('surnames')}])"
_RARE = "".join(sorted(set(chinese("surnames")) - set(chinese("common_words_too"))))
_SURE = f"(?:{'|'.join(chinese_list('compound'))}|[{_RARE}])"
_GIVEN = f"[{chinese('given')}]"
_TITLES = "|".join(sorted(chinese_list("titles"), key=len, reverse=True))
_SHORT_TITLES = (
    "总(?![共是之体部数价额结量计线电成本会得算能要分和裁需有归公司运位参营])|工(?![作程业厂人具资单艺序期时地会况位龄商装件信种整头匠])|"
    "董(?!事会)|局(?![部面限域])|处(?![理于在])|科(?![技学研目室])|导(?![致出入航电热向])|队(?!列)"
)
_BEFORE = "|".join(chinese_list("before"))
_AFTER = "|".join(chinese_list("after"))
_LABEL = (
    "姓名|联系人|收件人|收货人|负责人|经办人|对接人|签字人|申请人|法人|开户名|户名|名字|我叫|他叫|她叫|名叫"
)

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ALL}{_GIVEN}{{0,2}}(?:{_TITLES}|{_SHORT_TITLES})",
        r"[小老][林余唐程苏史毛邹段田]",
        rf"[小老阿]{_SURE}(?![{chinese('after_nickname')}])",
        rf"(?:{_LABEL})(?: ?[:是为] ?)([{_HAN}]{{2,4}})(?![{_HAN}])",
        rf"(?:{_LABEL})[ :是为]{{0,3}}({_ALL}[{_HAN}]{{1,2}})",
        rf"{_SURE}{_GIVEN}{{2}}",
        rf"{_ALL}{_GIVEN}{{2}}(?![{_HAN}])",
        rf"(?<![{_HAN}]){_SURE}{_GIVEN}",
        rf"阿{_GIVEN}(?![{_HAN}])|阿{_GIVEN}(?=(?:{_AFTER}))",
        rf"{_ALL}{_GIVEN}{{1,2}}(?=(?:{_AFTER}))",
        rf"(?:{_BEFORE})({_SURE}{_GIVEN}{{1,2}})",
        rf"(?<![{_HAN}]){_ALL}{_GIVEN}{{1,2}}(?![{_HAN}])",
        rf"[{_HAN}]{{1,6}}[·•・][{_HAN}]{{1,6}}(?:[·•・][{_HAN}]{{1,6}})?",
    )
)  # fmt: skip
_LONGEST = 4


def chinese_names(text: str, people: Collection[str]) -> Iterator[Hit]:
    """The names in a folded text; `people` are names to look for besides."""
    ordinary = chinese_list("ordinary")
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = 1 if pattern.groups else 0
            said = match.group(group)
            if not any(said.startswith(word) or said.endswith(word) for word in ordinary):
                yield Hit(match.start(group), match.end(group), Sensitive.NAME, said)
    longest = {name for name in people if re.fullmatch(rf"[{_HAN}]{{2,{_LONGEST}}}", name)}
    for run in re.finditer(rf"[{_HAN}]{{2,}}", text):
        for start in range(run.start(), run.end() - 1):
            for length in range(_LONGEST, 1, -1):
                if start + length <= run.end() and text[start : start + length] in longest:
                    yield Hit(start, start + length, Sensitive.NAME, text[start : start + length])
                    break
