from odoo import models


class FlowMixinScreen(models.AbstractModel):
    """What the screen asks of a document: what may be done now, and what was done."""

    _inherit = "city12319.flow.mixin"

    def flow_actions(self):
        """List what the current person may do now with this document.

        On an empty recordset: what the person could do right after creating one, for "save and process" in one go.

        :return: list of dicts, in the order of the flow: ``code``, ``name``, ``style``, ``help``, ``confirm``,
            ``reason``, ``reason_label``, ``attachments``, ``version`` and ``fields``: a list of dicts with ``name``,
            ``required``, ``model``, ``info`` (as ``fields_get`` gives it), ``value`` (what the dialog starts with) and ``hint``
        """
        if self:
            self.ensure_one()
            self.check_access("read")
            stage = self.stage_id
        else:
            stage = self._flow_transition(self._flow_creation_code).to_stage_id
        # sudo: as the gate itself, a condition may look at what the person cannot read
        transitions = self.env["city12319.transition"].sudo().with_context(active_test=True).search([
            ("model", "=", self._name), ("from_stage_ids", "in", stage.ids),
        ])
        return [
            transition._action_values(self)
            for transition in transitions
            if transition._is_for(self) and (not self or self.sudo().filtered_domain(transition._guard()))
        ]

    def _flow_default(self, transition, name):
        """Return what the dialog of ``transition`` starts with in the field ``name``."""
        return self[name] if name in self._fields else False

    def _flow_hint(self, transition, name):
        """Return what the dialog of ``transition`` tells about the value in the field ``name``."""
        return ""

    def _flow_timeline_events(self):
        """Return the events that the current person may see on this document, oldest first."""
        return self._flow_events()

    def flow_timeline(self):
        """Tell what happened to this document.

        :return: list of dicts, oldest first: ``id``, ``at`` (UTC, as text), ``code``, ``name``, ``from_stage``,
            ``to_stage``, ``from``, ``to`` (ids), ``phase``, ``user``, ``reason``, ``text``, ``round``, ``attachments``
        :raises AccessError: when the caller may not read the document
        """
        self.ensure_one()
        self.check_access("read")
        return [event._timeline_values() for event in self._flow_timeline_events()]
