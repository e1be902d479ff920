"""How long what was seen of a rival may be relied on."""

from datetime import date, timedelta

from hub.database import now

# Half a year: prices, price lists and product versions of this trade change about twice a year.
FRESH_FOR = timedelta(days=182)


def oldest_fresh() -> date:
    """What was seen before this day is old."""
    return (now() - FRESH_FOR).date()


def is_old(observed_on: date) -> bool:
    """Whether something that was seen on a day has to be looked at again before anybody relies on it."""
    return observed_on < oldest_fresh()
