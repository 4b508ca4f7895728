from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.city12319_flow import gate_key, house_language

from .supervision import LEVELS


class SupervisionIssue(models.Model):
    """How urges and supervisions come into being: one row and one event for each order, numbered."""

    _inherit = "city12319.supervision"

    @api.model
    def _urge(self, orders, level, text, auto=True, notify=None, at=None):
        """Urge whoever has these orders. In batch: the number of queries does not grow with the number of orders.

        Orders that cannot be urged now (closed, suspended, or locked by somebody) are left out.

        :param level: 1 to 3, see ``LEVELS``
        :param text: what is asked, or ``{order: text}``
        :param auto: sent by the system. The rights of the person are not asked then
        :param notify: tell the people; by default only when a person urges: the escalation has notices of its own
        :return: the urges; ``order_id`` of each says which orders were urged
        """
        level = self._level(level)
        if auto:
            self, orders = (house_language.written(records.with_user(SUPERUSER_ID)) for records in (self, orders))
        stages = set(orders._notable("urge"))
        orders = orders.filtered(lambda order: order.stage_id.id in stages)
        orders = orders.try_lock_for_update(allow_referencing=True) if auto else orders
        if not orders:
            return self.browse()
        texts = text if isinstance(text, dict) else dict.fromkeys(orders, text)
        numbers = self._take_numbers(len(orders), at)
        words = dict(self._fields["level"]._description_selection(house_language.written(self).env))[level]
        events = orders._note(
            "urge",
            {
                order: {"reason": texts[order], "text": f"{number} · {words}"}
                for order, number in zip(orders, numbers, strict=True)
            },
            at, lambda order: {"urge_count": order.urge_count + 1},
        )
        urges = self._of_events(events, numbers, {"kind": "urge", "level": level, "automatic": auto})
        if notify or (notify is None and not auto):
            urges._deliver()
        return urges

    @api.model
    def _supervise(self, order, category, level, text, at=None):
        """Put an order under supervision by the system itself (提级督办).

        :return: the supervision
        """
        order = house_language.written(order.with_user(SUPERUSER_ID))
        values = {"category": category, "level": self._level(level), "reason": text, "needs_reply": True}
        event = order._advance("supervise", values, at)
        return self.search([("order_id", "=", order.id), ("name", "=", event.text.split(" ")[0])])

    @api.model
    def _level(self, level):
        level = str(level)
        if level not in dict(LEVELS):
            raise UserError(self.env._("There is no level “%(level)s”.", level=level))
        return level

    @api.model
    def _take_numbers(self, count=1, at=None):
        return self.env["city12319.numbering"]._take("supervision", count, at)

    @api.model
    def _of_events(self, events, numbers, values):
        """Write down the urges or supervisions that ``events`` stand for. Runs inside the gate."""
        orders = events.order_id
        in_charge = orders._people_in_charge()
        senders = events.user_id
        rows = [
            {
                "automatic": False,
                **values,
                "name": number,
                "order_id": event.order_id.id,
                "text": event.reason,
                "sender": event.user_id.id,
                "sent_at": event.at,
                "stage_id": event.to_stage_id.id,
                "round": event.round,
                "department_id": event.department_id.id,
                "handler_id": event.order_id.handler_id.id,
                "recipient_ids": [fields.Command.set((in_charge[event.order_id] - senders).ids)],
            }
            for event, number in zip(events, numbers, strict=True)
        ]
        supervisions = gate_key.opened(self.sudo()).create(rows)  # sudo: written by the gate alone
        self._tell_boards()
        return gate_key.closed(supervisions)

    @api.model
    def _tell_boards(self):
        """Let supervision boards look again, once in a transaction."""
        data = self.env.cr.precommit.data
        if not data.get("city12319_supervision_board"):
            data["city12319_supervision_board"] = True
            for group in ("group_dispatcher", "group_leader"):
                # sudo: a message without content to a role
                self.env.ref(f"city12319_intake.{group}").sudo()._bus_send("city12319_supervision_board", {})
