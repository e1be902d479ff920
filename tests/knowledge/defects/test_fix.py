"""The article about a fixed report: nothing of the report stands in it unseen, and each link shows to its readers."""

import re
from typing import Any

import pytest

from hub.audiences.models import Audience
from hub.audiences.operations import everyone
from hub.audit.models import AuditEntry
from hub.database import new_uid
from hub.errors import Forbidden, InvalidInput, UidTaken
from hub.identity import Reader
from knowledge.defects import deciding, demanding, fix, merging
from knowledge.defects.demanding import Wish
from knowledge.defects.fix.errors import HasArticle, NotFixed
from knowledge.defects.fix.queries import fix_of
from knowledge.models import Article, Defect, Weight
from knowledge.promotion.redacting import Decisions, SensitiveText
from tests.conftest import ClientOf
from tests.defects import Company
from tests.factories import Make

CONTENT = {"problem": "Prints fade.", "context": "", "solution": "Update to 4.2."}
MASKED = Decisions(rest=True)


async def fixed(company: Company, defect: Defect) -> Defect:
    return await deciding.fix(company.reviewer, defect, version=(await Defect.get(id=defect.id)).version)


async def written(actor: Reader, defect: Defect, **given: Any) -> Article:
    """An article for everybody, unless another audience or another content is given."""
    audience: Audience = given.pop("audience", None) or await everyone()
    content = CONTENT | given.pop("content", {})
    usual: dict[str, Any] = {
        "title": "Prints fade",
        "decisions": Decisions(),
        "terms": [],
        "kind": "solution",
    }
    given = usual | given
    return await fix.publish_article(actor, defect, content=content, audience=audience, **given)


async def test_words_of_the_report_and_its_customers_block_until_they_are_decided_about(make: Make) -> None:
    company = await Company.of(make)
    defect = await company.report(
        "Ribbon tears at low speed", "It happens when the hall is below five degrees."
    )
    other = await company.report("Torn ribbons near Lyon", by=company.stranger)
    await demanding.give(company.reporter, defect, Wish("Acme GmbH", Weight.BREAKER))
    await merging.merge(company.reviewer, other, defect.reference, version=other.version)
    defect = await fixed(company, defect)
    told = "When a ribbon tears at low speed, as at ACME gmbh, or torn ribbons near Lyon: update."
    with pytest.raises(SensitiveText) as refusal:
        await written(company.reviewer, defect, content={"solution": told})
    said = {refusal.value.texts["solution"][hit.start : hit.end] for hit in refusal.value.hits["solution"]}
    assert said == {"ribbon tears at low speed", "ACME gmbh", "torn ribbons near Lyon"}
    assert await Article.all().count() == 0
    article = await written(company.reviewer, defect, content={"solution": told}, decisions=MASKED)
    assert "Acme" not in str(article.content)
    assert "tears" not in str(article.content)
    [entry] = await AuditEntry.filter(action="defect.article")
    assert (entry.object_id, entry.details) == (None, {"reference": defect.reference})


async def test_there_is_one_article_about_a_fixed_report(make: Make) -> None:
    company = await Company.of(make)
    defect, uid = await company.report(), new_uid()
    with pytest.raises(NotFixed):
        await written(company.reviewer, defect)
    defect = await fixed(company, defect)
    with pytest.raises(Forbidden):
        await written(company.reporter, defect)
    article = await written(company.reviewer, defect, uid=uid)
    assert (await written(company.reviewer, defect, uid=uid)).id == article.id
    with pytest.raises(UidTaken):
        await written(company.reviewer, defect, uid=uid, title="Something else")
    with pytest.raises(HasArticle):
        await written(company.second, defect)
    assert await Article.all().count() == 1


async def test_a_title_is_not_masked_as_a_whole(make: Make) -> None:
    company = await Company.of(make)
    defect = await fixed(company, await company.report("Ribbon tears at low speed"))
    with pytest.raises(InvalidInput) as refusal:
        await written(company.reviewer, defect, title="Ribbon tears at low speed", decisions=MASKED)
    assert list(refusal.value.errors) == ["title"]


async def test_the_link_and_the_way_back_show_to_those_alone_who_may_follow_them(
    make: Make, client_of: ClientOf
) -> None:
    company = await Company.of(make)
    few = await make.audience(company.reviewer, company.widened, company.stranger)
    await company.refresh()
    defect = await company.report()
    double = await company.report("The band breaks", by=company.stranger)
    await merging.merge(company.reviewer, double, defect.reference, version=double.version)
    article = await written(company.reviewer, await fixed(company, defect), audience=few)
    defect, double = await Defect.get(id=defect.id), await Defect.get(id=double.id)
    link, back = f"/articles/{article.id}", f"/defects/{defect.reference}"
    page = await (await client_of(company.reviewer)).get(back)
    assert link in page.text
    page = await (await client_of(company.stranger)).get(f"/defects/{double.reference}")
    assert link in page.text
    assert defect.reference not in page.text
    page = await (await client_of(company.reporter)).get(back)
    assert link not in page.text
    assert "Article published" not in page.text
    assert "There is an article" not in page.text
    assert (await fix_of(company.second, defect)).article is None
    assert back in (await (await client_of(company.reviewer)).get(link)).text
    page = await (await client_of(company.widened)).get(link)
    assert "Update to 4.2." in page.text
    assert "D-" not in page.text


async def test_the_form_begins_without_a_word_of_the_report(make: Make, client_of: ClientOf) -> None:
    company = await Company.of(make)
    defect = await fixed(company, await company.report("Ribbon tears at low speed", "Every single morning."))
    client = await client_of(company.reviewer)
    here = f"/defects/{defect.reference}/article"
    page = await client.get(here)
    assert page.headers["cache-control"] == "no-store"
    source, form = page.text.split('class="promote__article')
    assert "Ribbon tears at low speed" in source
    assert "Ribbon" not in form
    assert "Every single morning" not in form
    sent = CONTENT | {"title": "A ribbon tears at low speed", "audience": str((await everyone()).id)}
    assert "ribbon tears at low speed" in (await client.post(f"{here}/hits", data=sent)).text
    refusal = await client.post(here, data=sent)
    assert refusal.status_code == 422
    [key] = re.findall(r'name="hit\.(\w+)" value="keep"', refusal.text)
    done = await client.post(here, data=sent | {f"hit.{key}": "keep"})
    assert done.headers["location"].startswith("/articles/")
    assert (await client.get(here)).status_code == 409
    assert (await (await client_of(company.reporter)).get(here)).status_code == 403
    assert (await (await client_of(company.admin)).get(here)).status_code == 404
