"""Us and them: the features of a product, and what each side has of them. Cells are replaced, never overwritten."""

from datetime import date, datetime

from hub.database import connection, in_transaction, now
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge.articles.writing import locked, require
from knowledge.models import Article, MatrixCell, MatrixFeature
from knowledge.rivals import policy
from knowledge.rivals.wording import rendered, require_past

MOST_FEATURES = 100


async def add_feature(
    actor: Reader, product: Term, name: str, *, at: datetime | None = None
) -> MatrixFeature:
    """A further row of a product's matrix, last; the same name gives the row that is there."""
    if product.facet is not Facet.PRODUCT:
        raise NotFound
    require(await policy.may_keep_matrix(actor, product))
    async with in_transaction():
        await _one_writer_of(product.id)
        present = await MatrixFeature.filter(product=product, removed_at__isnull=True).order_by(
            "position", "id"
        )
        if same := next((one for one in present if one.name.casefold() == name.casefold()), None):
            return same
        if len(present) >= MOST_FEATURES:
            raise InvalidInput({"name": _("A matrix takes at most %(n)s features.") % {"n": MOST_FEATURES}})
        return await MatrixFeature.create(
            product=product,
            name=name,
            position=max((one.position for one in present), default=-1) + 1,
            author_id=actor.id,
            created_at=at or now(),
        )


async def rename_feature(actor: Reader, feature: MatrixFeature, name: str) -> MatrixFeature:
    """Call a row otherwise; its cells stay. InvalidInput when another row has the name."""
    require(await policy.may_keep_matrix(actor, await feature.product))
    async with in_transaction():
        await _one_writer_of(feature.product_id)
        others = MatrixFeature.filter(product_id=feature.product_id, removed_at__isnull=True)
        if any(one.name.casefold() == name.casefold() for one in await others.exclude(id=feature.id)):
            raise InvalidInput({"name": _("There is a feature of this name already.")})
        feature.name = name
        await feature.save(update_fields=["name"])
    return feature


async def remove_feature(actor: Reader, feature: MatrixFeature) -> None:
    """Take a row out of the matrix; what its cells said is kept in the database."""
    require(await policy.may_keep_matrix(actor, await feature.product))
    async with in_transaction():
        await _one_writer_of(feature.product_id)
        feature.removed_at = feature.removed_at or now()
        await feature.save(update_fields=["removed_at"])


async def fill_cell(
    actor: Reader,
    feature: MatrixFeature,
    rival: Article | None,
    value: str,
    *,
    source: str = "",
    observed_on: date,
    at: datetime | None = None,
) -> MatrixCell | None:
    """Say what a rival, or (None) our product, has of a feature; an empty value clears the cell.

    Forbidden for a rival that `actor` does not curate, and for our column unless they keep the matrix.
    """
    require_past(observed_on)
    proof = await rendered(source)
    if rival is None:
        if not await policy.may_keep_matrix(actor, await feature.product):
            raise Forbidden
        async with in_transaction():
            return await _replace(actor, feature, None, value, source, proof.html, observed_on, at or now())
    async with locked(actor, rival) as current:
        require(policy.may_curate(actor, current))
        return await _replace(actor, feature, current.id, value, source, proof.html, observed_on, at or now())


async def _replace(
    actor: Reader,
    feature: MatrixFeature,
    rival_id: int | None,
    value: str,
    source: str,
    source_html: str,
    observed_on: date,
    at: datetime,
) -> MatrixCell | None:
    await _one_writer_of(feature.product_id)
    present = MatrixCell.filter(feature=feature, rival_id=rival_id, replaced_at__isnull=True)
    cell = await present.first()
    if cell and (cell.value, cell.source, cell.observed_on) == (value, source, observed_on):
        return cell
    await present.update(replaced_at=at)
    if not value:
        return None
    return await MatrixCell.create(
        feature=feature,
        rival_id=rival_id,
        value=value,
        source=source,
        source_html=source_html,
        observed_on=observed_on,
        author_id=actor.id,
        created_at=at,
    )


async def _one_writer_of(product_id: int) -> None:
    """One change of a product's matrix at a time: a cell has one value, and a name means one row."""
    await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext($1))", [f"matrix.{product_id}"])
