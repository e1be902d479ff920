"""The pages by which people get in, and those on which they change what is theirs."""

from starlette.routing import BaseRoute

from hub.accounts.routes import joining, people, resetting, security, settings, signing_in, tokens

routes: list[BaseRoute] = [
    *signing_in.routes,
    *joining.routes,
    *resetting.routes,
    *settings.routes,
    *security.routes,
    *tokens.routes,
    *people.routes,
]
