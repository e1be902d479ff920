"""The baseline of pages: Starlette and Jinja2 render a page of 20 replies from memory, and do nothing else.

Served as the hub is. `BASELINE_BYTES` says how long a page is to be: the rest is filled with one comment behind each
reply, which costs a template next to nothing.
"""

import os

from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from hub.demo.loading import load
from hub.markdown import render

THREADS = 100
REPLIES = 20

_PAGE = """<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8"><title>{{ thread.title }} · {{ site }}</title>
<link rel="stylesheet" href="/static/app.css"><script type="module" src="/static/app.js"></script></head>
<body><header><a href="/">{{ site }}</a><nav>{% for place in places %}<a href="/{{ place }}">{{ place|title }}</a>
{% endfor %}</nav>{% if user %}<a href="/people/{{ user }}">{{ user }}</a>{% else %}<a href="/login">Sign in</a>
{% endif %}</header><main><h1>{{ thread.title }}</h1><ol>{% for post in thread.posts %}
<li id="post-{{ post.id }}"{% if post.own %} class="own"{% endif %} data-author="{{ post.author }}">
<div><a href="/people/{{ post.author }}"><img src="/avatars/{{ post.author }}.png" alt="" width="48" height="48"></a>
<a href="/people/{{ post.author }}">{{ post.author }}</a> <time datetime="{{ post.at }}">{{ post.at }}</time>
{% if post.edited %}<span>edited</span>{% endif %}</div><div>{{ post.html|safe }}</div>
<div>{% for action in actions %}<button type="button" data-action="{{ action }}" data-post="{{ post.id }}"
 aria-label="{{ action|title }} post {{ loop.index }}"><svg><use href="#{{ action }}"></use></svg>{{ action }}</button>
{% endfor %}<span>{{ post.votes }}</span></div>{{ filling|safe }}</li>{% endfor %}</ol></main></body></html>"""

_template = Environment(loader=DictLoader({"page": _PAGE}), autoescape=True).get_template("page")
_ALWAYS = {
    "language": "en",
    "site": "Forum",
    "places": ["recent", "tags", "people", "search", "articles"],
    "actions": ["reply", "quote", "like", "flag", "edit", "share"],
}


def _threads() -> list[dict[str, object]]:
    texts = [render(reply.body).html for case in load().cases for reply in case.replies]
    return [
        {
            "title": f"Case {thread}",
            "posts": [
                {
                    "id": thread * 100 + number,
                    "author": f"person{(thread * 31 + number * 17) % 2000}",
                    "at": f"2026-11-{number + 1:02}T10:00:00Z",
                    "votes": number % 9,
                    "edited": number % 7 == 0,
                    "own": number % 5 == 0,
                    "html": texts[(thread * 7 + number) % len(texts)],
                }
                for number in range(REPLIES)
            ],
        }
        for thread in range(THREADS)
    ]


def _filling(wanted: int) -> str:
    sizes = [len(_rendered(thread, "").encode()) for thread in _THREADS]
    return "<!--" + "x" * (round((wanted - sum(sizes) / len(sizes)) / REPLIES) - 7) + "-->"


def _rendered(thread: dict[str, object], filling: str) -> str:
    return _template.render(thread=thread, user="ann", filling=filling, **_ALWAYS)


_THREADS = _threads()
_FILLING = _filling(int(os.environ["BASELINE_BYTES"]))


async def page(request: Request) -> Response:
    return HTMLResponse(_rendered(_THREADS[request.path_params["id"] % THREADS], _FILLING))


async def healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


app = Starlette(routes=[Route("/threads/{id:int}", page), Route("/healthz", healthz)])
