"""Keys of sealed reports in the API. Browsers work with nothing else; programs could, if they had the keys."""

from hub.api import ApiRoute
from knowledge.api.sealing import identities, recoveries, team_keys

routes: list[ApiRoute] = [*identities.routes, *team_keys.routes, *recoveries.routes]
