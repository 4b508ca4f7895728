from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.city12319_flow import gate_key


class ArticleFlow(models.Model):
    """The way of an article: written, reviewed by somebody else, published; revised, confirmed, expired, withdrawn."""

    _inherit = "city12319.article"

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {
            "state", "revises_id", "contributor_ids", "submitted_by_id", "submitted_at", "edition", "published_at",
            "approved_by_id", "certified_at", "use_count",
        }

    @api.model
    def _flow_stage_values(self, stage):
        return {"state": stage.article_state or stage.code}

    # ------------------------------------------------------------------ review

    def _flow_before_submit(self, transition, values):
        if not (self.body or "").strip() and not self.attachment_ids:
            raise UserError(self.env._("“%(title)s” says nothing yet: write the content first.", title=self.name))
        if self.valid_until and self.valid_until < self._today():
            raise UserError(self.env._("“%(title)s” is not valid any more: set a later last day.", title=self.name))

    def _flow_apply_submit(self, transition, target, values, at):
        self._flow_enter(transition, target, {
            **values, "submitted_by_id": self.env.uid, "submitted_at": at or fields.Datetime.now(),
        })
        return {}

    def _flow_before_approve(self, transition, values):
        # whoever wrote it does not approve it; the system (an import of approved texts) answers for itself
        if not self.env.su and self.env.user in self.contributor_ids | self.submitted_by_id:
            raise UserError(self.env._(
                "You wrote on “%(title)s” yourself. Somebody else approves it.", title=self.name,
            ))

    def _flow_target_approve(self, transition, values):
        if self.revises_id:
            return self.env["city12319.stage"]._by_code(self._flow_code, "merged")
        return transition.to_stage_id

    def _flow_apply_approve(self, transition, target, values, at):
        moment = at or fields.Datetime.now()
        approval = {"approved_by_id": self.env.uid, "published_at": moment}
        if not self.revises_id:
            approval.update(edition=self.edition + 1, certified_at=fields.Date.to_date(moment))
        self._flow_enter(transition, target, {**values, **approval})
        return {}

    def _flow_after_approve(self, event, values):
        if self.revises_id:
            self.revises_id._take_over(self, event)
        else:
            self._freeze(self, event)

    def _take_over(self, revision, event):
        """Publish the content of an approved revision. Runs inside the gate."""
        self._advance("publish", {"reason": revision._submission_note()}, at=event.at)
        files = self.attachment_ids
        # pictures inside the text belong to the revision: whoever reads the article reads them from now on
        self.env["ir.attachment"].search([("res_model", "=", self._name), ("res_id", "=", revision.id)]).write(
            {"res_id": self.id},
        )
        self.write({
            **revision._content(),
            "owner_id": revision.owner_id.id,
            "edition": self.edition + 1,
            "published_at": event.at,
            "certified_at": fields.Date.to_date(event.at),
            "approved_by_id": event.user_id.id,
            "submitted_by_id": revision.submitted_by_id.id,
            "submitted_at": revision.submitted_at,
            "contributor_ids": [Command.set(revision.contributor_ids.ids)],
        })
        (files - self.attachment_ids).write({"res_model": False, "res_id": False})  # kept as copies with the version
        self._freeze(revision, event)

    def _freeze(self, draft, event):
        """Keep what was just published as a version of its own."""
        self.attachment_ids.filtered(lambda file: file.res_id != self.id).write(
            {"res_model": self._name, "res_id": self.id, "public": False},
        )
        self._close_recertification()
        return self.env["city12319.article.version"]._freeze(self, draft, event)

    def _submission_note(self):
        """Return what the editor said about the draft when it was submitted."""
        return self._flow_events().filtered(lambda event: event.code == "submit")[-1:].reason or False

    # ------------------------------------------------------------------ revision

    def _flow_after_revise(self, event, values):
        self._make_revision(self._content())

    def _make_revision(self, content):
        """Create the draft of a new version. Runs inside the gate, where the person was checked."""
        own = gate_key.closed(self)
        revision = own._flow_create(own._flow_creation_code, [{
            **content, "owner_id": self.owner_id.id, "revises_id": self.id,
        }])
        revision._note_contributor()
        return revision

    def _flow_result(self, event):
        if event.code == "revise":
            self.invalidate_recordset(["open_revision_id"])
            return self.open_revision_id.action_open()
        return super()._flow_result(event)

    def action_open(self):
        """Open this article on a page of its own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "name": self.display_name,
            "views": [(False, "form")], "target": "current",
        }

    def action_open_revision(self):
        """Open the draft in which this article is being revised."""
        self.ensure_one()
        return self.open_revision_id.action_open()

    def action_open_original(self):
        """Open the article that this draft revises."""
        self.ensure_one()
        return self.revises_id.action_open()

    def action_open_versions(self):
        """Open the published versions of this article."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("city12319_kb.article_version_action"),
            "domain": [("article_id", "=", (self.revises_id or self).id)],
        }

    def action_open_compare(self):
        """Compare a draft with what is published, or the two latest versions."""
        self.ensure_one()
        compare = self.env["city12319.article.compare"]
        if self.revises_id:
            return compare._open(self.revises_id, draft=self)
        return compare._open(self, right=self.version_ids[:1])
