"""Records for the rows of ``permissions.yaml``, made with the people of the test that asserts them."""

from datetime import timedelta

from odoo.addons.city12319_dispatch.tests.moves import Move

ARTICLE = "city12319.article"

MOVES = {
    (move.model, move.code): move for move in (
        Move(ARTICLE, "submit"), Move(ARTICLE, "approve"), Move(ARTICLE, "revise"), Move(ARTICLE, "recertify"),
        Move(ARTICLE, "withdraw", values={"reason": "有误"}),
    )
}
_CONTENT = {"name": "停水了怎么办", "body": "<p>请拨打供水服务热线。</p>", "kind": "qa"}


def records(case):
    """Return ``{model: {class: record}}``."""
    model = case.env[ARTICLE]

    def draft(**values):
        return case.as_(model, "kb_editor").create({**_CONTENT, **values}).with_env(case.env)

    def published(**values):
        article = draft(**values)
        case.as_(article, "kb_editor").advance("submit")
        case.as_(article, "kb_approver").advance("approve")
        return article

    def dated(field, days):
        article = published()
        case.env.flush_all()
        case.env.cr.execute(
            f"UPDATE city12319_article SET {field} = %s WHERE id = %s", [model._today() + timedelta(days=days), article.id],
        )
        case.env.invalidate_all()
        return article

    review, expired, withdrawn, revised = draft(), dated("valid_until", -1), published(), published()
    case.as_(review, "kb_editor").advance("submit")
    expired._advance("expire", {})
    case.env.cr.execute("UPDATE city12319_article SET valid_until = NULL WHERE id = %s", expired.ids)
    case.as_(withdrawn, "kb_approver").advance("withdraw", {"reason": "有误"})
    case.as_(revised, "kb_editor").advance("revise")
    case.env.flush_all()
    case.env.invalidate_all()
    uses, feedback = {}, {}
    for key, person in (("own", "agent"), ("foreign", "other_agent")):
        ticket = case.ticket() if person == "agent" else case.foreign()  # of a caller whom the agent does not serve
        case.as_(ticket, person).use_article(revised.id)
        uses[key] = ticket.sudo().article_use_ids.with_env(case.env)
        case.as_(revised, person).give_feedback("useful")
        feedback[key] = revised.feedback_ids.filtered(lambda item, person=person: item.user_id == case.people[person])
    case.as_(model, "agent").report_missing("试验问题")
    agents = case.env.ref("city12319_intake.group_agent")
    public = published()
    return {
        ARTICLE: {
            "draft": draft(),
            "review": review,
            "public": public,
            "internal": published(visibility="internal"),
            "restricted": published(visibility="restricted", allowed_group_ids=[(6, 0, agents.ids)]),
            "revision": revised.open_revision_id,
            "past": dated("valid_until", -1),
            "future": dated("valid_from", 1),
            "expired": expired,
            "withdrawn": withdrawn,
        },
        "city12319.article.version": {"any": public.version_ids},
        "city12319.article.event": {"any": public.event_ids[:1]},
        "city12319.article.kind": {
            "unused": case.env["city12319.article.kind"].create({"name": "试验", "code": "t_permission"}),
        },
        "city12319.article.synonym": {
            "any": case.env["city12319.article.synonym"].create({"name": "试验 实验"}),
        },
        "city12319.article.read": {
            f"of_{person}": case.env["city12319.article.read"].sudo().create({
                "article_id": feedback["own"].article_id.id, "user_id": case.people[person].id, "edition": 1,
            }) for person in ("agent", "visitor")
        },
        "city12319.article.use": uses,
        "city12319.article.feedback": feedback,
        "city12319.article.miss": {"any": case.env["city12319.article.miss"].search([], limit=1)},
        "city12319.article.term": {"any": case.env["city12319.article.term"].search([("word", "!=", False)], limit=1)},
    }


def created_values(case, model, key, record):
    """Return values of a new record that would belong to the class ``key``."""
    if model == ARTICLE:
        values = {**_CONTENT, "visibility": record.sudo().visibility}
        if key == "restricted":
            values["allowed_user_ids"] = [(6, 0, [case.env.uid])]
        if key == "revision":
            return {**values, "revises_id": record.sudo().revises_id.id}
        return values if key == "draft" else {**values, "state": record.sudo().state}
    if model == "city12319.article.version":
        return {"article_id": record.sudo().article_id.id, "number": 9, "name": "试验"}
    if model == "city12319.article.event":
        return {
            "code": "approve", "article_id": record.sudo().article_id.id, "user_id": case.env.uid,
            "at": "2026-01-01 00:00:00", "round": 1,
        }
    if model == "city12319.article.synonym":
        return {"name": "试验 尝试"}
    if model == "city12319.article.term":
        return {"word": "试验词", "count": 1}
    if model in ("city12319.article.use", "city12319.article.feedback"):
        values = {"article_id": record.sudo().article_id.id, "user_id": case.env.uid}
        if model == "city12319.article.feedback":
            return {**values, "verdict": "useful"}
        return {**values, "ticket_id": record.sudo().ticket_id.id, "article_name": "试验", "edition": 1, "kind": "answer"}
    if model == "city12319.article.read":
        return {"article_id": record.sudo().article_id.id, "user_id": case.env.uid, "edition": 2}
    if model == "city12319.article.miss":
        return {"text": "试验", "key": "t_another"}
    return {"name": "试验", "code": "t_another"}


def written_values(model):
    """Return a change that whoever may write can make."""
    return {
        "city12319.article.event": {"reason": "试验"}, "city12319.article.synonym": {"name": "试验 试一试"},
        "city12319.article.term": {"count": 2}, "city12319.article.use": {"kind": "answer"},
        "city12319.article.feedback": {"answer": "试验"}, "city12319.article.miss": {"state": "ignored"},
        "city12319.article.read": {"edition": 3},
    }.get(model, {"name": "试验二"})
