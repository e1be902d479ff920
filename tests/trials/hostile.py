"""Requests that no honest client sends: each has to be answered, and never with a fault of ours.

They expect a world of one case (id 1) with one reply (post 2); whoever sends them is signed in.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

HUGE = 2**63
BEYOND = "9" * 5000  # more digits than Python turns into a number
LARGEST_BODY = 10 * 1024 * 1024
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
BOUNDARY = "b"
MULTIPART = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
OVERRIDE = "\u202egnp.exe"


@dataclass(frozen=True)
class Hostile:
    """One request; `statuses` are those that it may be answered with, by default any refusal."""

    method: str
    path: str
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    statuses: range | tuple[int, ...] = range(400, 500)

    def __str__(self) -> str:
        shown = self.path if len(self.path) < 60 else self.path[:57] + "..."
        return f"{self.method} {shown}"


def _get(path: str, *statuses: int) -> Hostile:
    return Hostile("GET", path, statuses=statuses or range(400, 500))


def _json(path: str, content: bytes | str, *statuses: int, method: str = "POST") -> Hostile:
    body = content.encode() if isinstance(content, str) else content
    return Hostile(method, path, body, JSON, statuses or range(400, 500))


def _form(path: str, content: bytes | str, *statuses: int) -> Hostile:
    body = content.encode() if isinstance(content, str) else content
    return Hostile("POST", path, body, FORM, statuses or range(400, 500))


def _part(name: str, value: bytes = b"x", extra: bytes = b"") -> bytes:
    head = b'--b\r\nContent-Disposition: form-data; name="' + name.encode("utf-8", "surrogatepass") + b'"'
    return head + extra + b"\r\n\r\n" + value + b"\r\n"


def _multipart(path: str, *parts: bytes, statuses: Any = range(400, 500)) -> Hostile:
    return Hostile("POST", path, b"".join(parts) + b"--b--\r\n", MULTIPART, statuses)


_NUMBERS = ("0", "-1", str(HUGE - 1), str(HUGE), str(10**30), BEYOND, "1e3", "0x1", "1.0", "١", "one", "%00")

IDS = [
    _get(path.format(quote(number, safe="%")))
    for path in (
        "/threads/{}",
        "/threads/{}/edit",
        "/posts/{}/history",
        "/articles/{}",
        "/threads/{}/promotion",
        "/threads/{}/changes?since=0",
        "/api/v1/threads/{}",
        "/api/v1/threads/{}/replies",
        "/api/v1/articles/{}",
        "/api/v1/articles/{}/revisions",
    )
    for number in _NUMBERS
]

WRITES_TO_IDS = [
    _json(path.format(number), body, method=method)
    for method, path, body in (
        ("POST", "/api/v1/threads/{}/replies", '{"body": "x"}'),
        ("PATCH", "/api/v1/posts/{}", '{"body": "x"}'),
        ("DELETE", "/api/v1/posts/{}", ""),
        ("PUT", "/api/v1/threads/1/answers/{}", ""),
        ("DELETE", "/api/v1/threads/1/answers/{}", ""),
        ("PUT", "/api/v1/posts/{}/reactions/worked", ""),
        ("PUT", "/api/v1/threads/{}/watch", "{}"),
        ("POST", "/api/v1/threads/{}/promotion", "{}"),
        ("PUT", "/api/v1/notifications/{}/read", ""),
        ("PUT", "/api/v1/articles/{}/confidence", '{"confidence": "validated"}'),
    )
    for number in ("0", "-1", str(HUGE), BEYOND, "one")
]

BODIES = [
    _json("/api/v1/threads", ""),
    _json("/api/v1/threads", "{"),
    _json("/api/v1/threads", "[]"),
    _json("/api/v1/threads", "null"),
    _json("/api/v1/threads", "{}"),
    _json("/api/v1/threads", b"\xff\xfe{}"),
    _json("/api/v1/threads", b'{"title": "\xff", "body": "x"}'),
    _json("/api/v1/threads", '{"title": "\\ud800", "body": "x"}'),
    _json("/api/v1/threads", '{"title": "x", "body": "\\udfff y"}'),
    _json("/api/v1/threads", '{"\\ud800": 1, "title": "x", "body": "y"}'),
    _json("/api/v1/threads", '{"title": "x", "body": "y", "\\u0000": "z"}'),
    _json("/api/v1/threads", '{"title": "\\u0000", "body": "\\u0000"}'),
    _json("/api/v1/threads", '{"title": 1, "body": ["x"]}'),
    _json("/api/v1/threads", '{"title": "x", "body": "y", "unknown": 1}'),
    _json("/api/v1/threads", '{"title": "x", "body": "y", "tags": "one"}'),
    _json("/api/v1/threads", '{"title": "x", "body": "y", "tags": ["\\ud800"]}'),
    _json("/api/v1/threads", '{"title": "x", "body": "y", "tags": ["no such tag"]}'),
    _json("/api/v1/threads", '{"title": "x", "body": "y", "customer": {"size": {"a": 1}}}'),
    _json("/api/v1/threads", '{"title": "x", "body": "y", "uid": "7"}'),
    _json("/api/v1/threads", '{"title": "x", "body": "y", "uid": "\\ud800"}'),
    _json("/api/v1/threads", '{"title": "x", "body": "y", "space": "no such space"}'),
    _json("/api/v1/threads", "[" * 200_000),
    _json("/api/v1/threads", '{"a":' * 100_000 + "1" + "}" * 100_000),
    _json("/api/v1/threads", '{"title": ' + "[" * 500 + "]" * 500 + "}"),
    _json("/api/v1/threads", '{"title": "x", "body": "y", "uid": ' + BEYOND + "}"),
    _json("/api/v1/threads", '{"title": NaN, "body": Infinity}'),
    _json("/api/v1/threads", b'{"title": "x", "body": "' + b"y" * LARGEST_BODY + b'"}', 413),
    _json("/api/v1/threads", '{"title": "x", "body": "' + "y" * 900_000 + '"}', 422),
    _json("/api/v1/threads/1/replies", '{"body": "\\u200b"}', 422),
    _json("/api/v1/threads/1/replies", '{"body": "x", "body": ""}', 422),
    _json("/api/v1/posts/2", '{"body": "x", "base_revision": 1e400}', method="PATCH"),
    _json("/api/v1/posts/2", '{"body": "x", "base_revision": ' + str(HUGE) + "}", method="PATCH"),
    _json("/api/v1/posts/2", '{"body": "x", "base_revision": ' + "9" * 400 + "}", method="PATCH"),
    _json("/api/v1/threads/1/promotion", '{"content": {"\\ud800": "x"}}'),
    _json("/api/v1/threads/1/promotion", '{"audience": ' + str(HUGE) + "}"),
    _json("/api/v1/articles", '{"kind": "\\u0000", "title": "x", "content": {}}'),
    _json(
        "/threads",
        '{"title": 5, "body": {}, "tags": 5, "customer": [], "groups": 5, "people": {"a": 1}}',
        422,
    ),
    _json(
        "/threads/1",
        '{"title": 5, "body": [], "tags": 5, "customer": 5, "base_revision": 1}',
        422,
        method="PATCH",
    ),
    _json("/threads/1/replies", '{"body": {"a": []}}', 422),
    _json("/threads/1/promotion", '{"title": [], "audience": {}, "tags": 5, "customer": 5}', 422),
    _json("/settings", '{"name": [], "about": {"a": 5}, "timezone": 5}', 422, method="PUT"),
    _json("/session", '{"email": [], "password": {}}'),
    _json("/api/v1/me", '{"name": "\\u0000"}', method="PATCH"),
    _json("/api/v1/me", '{"handle": "\\ud800"}', method="PATCH"),
    _json("/api/v1/me", '{"handle": "a\\u0000b"}', method="PATCH"),
    _json("/api/v1/me", '{"timezone": "../../etc/passwd"}', method="PATCH"),
    _json("/drafts/thread:new", '{"fields": {"\\ud800": "x"}}', method="PUT"),
    _json("/drafts/thread:new", '{"fields": {"title": {"a": 1}}}', method="PUT"),
    _json("/drafts/%00", '{"fields": {}}', method="PUT"),
    Hostile("POST", "/api/v1/threads", b'{"title": "x", "body": "y"}', {"content-type": "text/plain"}),
    Hostile("POST", "/api/v1/threads", b'{"title": "x", "body": "y"}', {"content-type": "\x7f/é;;="}),
    Hostile("POST", "/api/v1/threads", b"title=x", {"content-type": "multipart/form-data"}),
    Hostile("POST", "/threads", b"<thread/>", {"content-type": "application/xml"}),
]

FORMS = [
    _form("/threads", b"title=%ff%fe&body=%ed%a0%80", 422),
    _form("/threads", "title=%00&body=%00", 422),
    _form("/threads", b"\xff\xfe=\xff&\x00", 422),
    _form("/threads", "&".join(f"field{number}=x" for number in range(600))),
    _form("/threads", "&".join(["title=x"] * 450)),
    _form("/threads", "title=x&body=y&groups=" + BEYOND, 422),
    _form("/threads", f"title=x&body=y&space=cases&readers=chosen&people={HUGE}", 422),
    _form("/threads", "customer=x&customer.size=y&customer.=z&.=.&customer.size.more=1", 422),
    _form("/threads/1/replies", "body=", 422),
    _form("/threads/1/replies", "body=x&uid=%ff", 422),
    _form("/posts/2", f"_method=PATCH&body=x&base_revision={HUGE}"),
    _form("/posts/2", "_method=PATCH&body=x&base_revision=" + BEYOND, 422),
    _form("/threads/1", "_method=PATCH&title=x&body=x&base_revision=" + "9" * 400),
    _form("/threads/1/assignment", f"_method=PUT&assignee={HUGE}"),
    _form("/threads/1/readers", f"_method=PUT&readers=chosen&groups={HUGE}"),
    _form("/session", "email=%00&password=%00"),
    _form("/session", f"email={OVERRIDE}&password={'x' * 100_000}"),
    _form("/references", "uids=%00", *range(200, 500)),
    _form("/threads", b"title=" + b"x" * LARGEST_BODY, 413),
    _multipart("/threads", *(_part(f"field{number}") for number in range(3000))),
    _multipart("/threads", _part("title", b"\xff\xfe\x00"), _part("body", b"\xed\xa0\x80"), statuses=(422,)),
    _multipart("/threads", _part("title", extra=b'; filename="x.txt"')),
    Hostile("POST", "/threads", _part("title"), MULTIPART),
    Hostile("POST", "/threads", b"--b\r\n\r\n--b--", MULTIPART),
    Hostile("POST", "/threads", _part("title") + b"--b--", {"content-type": "multipart/form-data; boundary="}),
]  # fmt: skip

FILES = [
    Hostile("POST", "/files", b"", MULTIPART),
    _multipart("/files"),
    _multipart("/files", _part("file", b"not a file")),
    _multipart("/files", _part("file", b"", b'; filename="empty.txt"')),
    _multipart("/files", *(_part("file", b"x", b'; filename="a.txt"') for _number in range(1000))),
    _multipart("/files", _part("file", b"x", b'; filename="a.txt"'), _part("uid", b"../../x")),
    *(_get(f"/files/{path}") for path in ("..%2f..%2fetc%2fpasswd", "../../etc/passwd", "%00", "0" * 36, OVERRIDE)),
    *(
        _get(f"/static/{path}")
        for path in ("../pyproject.toml", "..%2fpyproject.toml", "%2e%2e/%2e%2e/etc/passwd", "%2fetc%2fpasswd",
                     "css/..%5c..%5cpyproject.toml", "%00", "x" * 5000, "css")
    ),
]  # fmt: skip

# Well made, but by nobody who was given them.
CURSORS = [
    urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")
    for position in (
        None, [], [HUGE], [-HUGE - 1], ["0001-01-01T00:00:00+23:59", 1], ["9999-12-31T23:59:59-23:59", 1],
        ["2024-01-01T00:00:00Z", HUGE], ["2024-01-01T00:00:00", 1], ["0001-01-01T00:00:00+23:59"], [1e300, 1],
    )
]  # fmt: skip

QUERIES = [
    _get("/api/v1/threads?cursor=x"),
    _get("/api/v1/threads?cursor=%ff%00"),
    _get("/api/v1/threads?cursor=" + "W10"),
    _get("/api/v1/threads?cursor=" + "A" * 60_000),
    _get("/api/v1/threads/1/replies?limit=-1"),
    _get("/api/v1/threads/1/replies?limit=" + BEYOND),
    _get("/api/v1/notifications?limit=1.5"),
    *(
        _get(f"{path}?cursor={cursor}", *range(200, 500))
        for path in (
            "/threads",
            "/articles",
            "/notifications",
            "/api/v1/threads",
            "/api/v1/articles",
            "/api/v1/notifications",
            "/api/v1/threads/1/replies",
        )
        for cursor in CURSORS
    ),
    _get("/api/v1/search?q=%00&limit=0"),
    _get("/api/v1/search?q=x&offset=" + str(HUGE), *range(200, 500)),
    _get("/api/v1/search?q=x&type=%00"),
    _get("/api/v1/search?q=x&tag=%00", *range(200, 500)),
    _get("/api/v1/search?q=" + "x" * 60_000),
    _get("/search?q=%ff%fe%00", *range(200, 500)),
    _get("/search?q=" + quote('" OR 1=1 -- ') + "&page=" + str(HUGE), *range(200, 500)),
    _get("/search/palette?q=%ed%a0%80", 200),
    _get("/search/similar?title=" + "%F0%9F%A6%84" * 2000, *range(200, 500)),
    _get("/threads?cursor=x"),
    _get("/threads?space=%00&tab=%00"),
    _get("/threads?tag=%00", *range(200, 500)),
    _get("/threads/1?page=" + BEYOND, *range(200, 500)),
    _get(f"/threads/1?page={HUGE}", *range(200, 500)),
    _get("/threads/1?page=-5", *range(200, 500)),
    _get(f"/threads/1?post={HUGE}", *range(200, 500)),
    _get(f"/threads/1/changes?since={HUGE}", *range(200, 500)),
    _get(f"/threads/1/changes?since={BEYOND}", *range(200, 500)),
    _get("/threads/1/changes?since=x", *range(200, 500)),
    _get("/notifications?cursor=x", *range(200, 500)),
    _get("/people/%00"),
    _get("/people/" + quote(OVERRIDE)),
    _get("/people/%ff"),
    _get("/invitations/%00"),
    _get("/invitations/" + "x" * 5000),
    _get("/no/%F0%9F%A6%84/%00/such/page"),
    _get("/session/new?next=%00//evil.example", *range(200, 500)),
]

HEADERS = [
    Hostile("GET", "/", headers={"cookie": "hub_session=\xff\x01; ;=;" + "x" * 5000}, statuses=range(200, 500)),
    Hostile("GET", "/", headers={"cookie": "hub_locale=../../etc; hub_theme=<script>"}, statuses=range(200, 500)),
    Hostile("GET", "/", headers={"accept-language": "zz-\xff;q=NaN, *;q=-1, en;q=1e999"}, statuses=(200,)),
    Hostile("GET", "/api/v1/me", headers={"authorization": "Bearer \xff\xfe"}),
    Hostile("GET", "/api/v1/me", headers={"authorization": "Bearer"}),
    Hostile("GET", "/api/v1/me", headers={"authorization": "Bearer " + "x" * 60_000}),
    Hostile("GET", "/", headers={"accept": "\xff/\xfe"}, statuses=(200,)),
    Hostile("PUT", "/settings/theme", b"theme=dark", FORM | {"referer": "http://[::1"}, range(200, 500)),
    Hostile("PUT", "/settings/theme", b"theme=dark", FORM | {"referer": "//evil.example/\r"}, range(200, 500)),
    Hostile("POST", "/threads", b"title=x", FORM | {"origin": "http://[bad", "sec-fetch-site": ""}),
    Hostile("POST", "/threads", b"title=x", FORM | {"content-length": "-1"}),
    Hostile("POST", "/threads", b"title=x", FORM | {"host": "evil.example:99999"}),
    Hostile("BREW", "/threads/1"),
    Hostile("TRACE", "/"),
    Hostile("DELETE", "/threads"),
]  # fmt: skip

EVERYTHING = [*IDS, *WRITES_TO_IDS, *BODIES, *FORMS, *FILES, *QUERIES, *HEADERS]
