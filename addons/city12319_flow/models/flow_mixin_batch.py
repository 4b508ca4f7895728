from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from .. import gate_key


class FlowMixinBatch(models.AbstractModel):
    """Facts that leave documents where they are, written for many documents in one go."""

    _inherit = "city12319.flow.mixin"

    @api.model
    def _notable(self, code):
        """Return the ids of the stages in which ``code`` may happen."""
        return self._flow_transition(code).from_stage_ids.ids

    def _note(self, code, facts, at=None, changes=None):
        """Let something happen to all of these documents that moves none of them, and append one event to each.

        The same checks as :meth:`_advance`: person, lock, stage, condition, reason. Hooks named after the code are not
        called; ``_flow_event_recorded`` is. Never reachable over RPC.

        :param facts: ``{document: {"reason": …, "text": …}}``
        :param at: UTC datetime of the events, default now
        :param changes: gated values to write on each document, as a function of the document
        :return: events, in the order of the documents
        :raises UserError: when it is not possible on one of them; nothing is written then
        :raises AccessError: when this person may not do it
        """
        transition = self._flow_transition(code)
        if transition.to_stage_id or transition.branch_stage_ids or transition.new_round:
            raise UserError(self.env._("“%(name)s” moves its document.", name=transition.name))
        self.check_access("read")
        for document in self:
            transition._check_person(document)
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError:
            raise UserError(self.env._("Somebody else is changing one of these at this very moment. Try again.")) from None
        for document in self:
            transition._check_document(document)
            transition._check_facts(dict(facts[document]))
        gated = gate_key.opened(self.sudo())  # sudo: the person was checked above; events are written by the gate alone
        now = fields.Datetime.now()
        events = gated.env[self._flow_event_model].create([
            {
                "code": code,
                "transition_id": transition.id,
                "from_stage_id": document.stage_id.id,
                "to_stage_id": document.stage_id.id,
                "user_id": self.env.uid,
                "at": at or now,
                "reason": facts[document].get("reason") or False,
                "text": facts[document].get("text") or False,
                "round": document.round,
                **document._flow_event_values(),
            }
            for document in gated
        ])
        for document, event in zip(gated, events, strict=True):
            document.write({"version": document.version + 1, **(changes(document) if changes else {})})
            document._flow_event_recorded(event)
        return events
