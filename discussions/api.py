from hub.api import ApiRoute

routes: list[ApiRoute] = []
