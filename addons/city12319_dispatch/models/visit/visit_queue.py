from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

_LOOK_AT = 50  # the first so many of the queue: one of them is free even when many visitors ask at once


class VisitQueue(models.Model):
    """Who calls whom: the queue, taking from it, assigning, giving back."""

    _inherit = "city12319.visit"

    def _not_independent(self, user):
        """Return why ``user`` may not make this visit, or nothing: the handling department never judges itself."""
        self.ensure_one()
        order, ticket = self.sudo().order_id, self.sudo().ticket_id  # sudo: looks at who is involved, nothing else
        departments = self.sudo().department_id | order.department_id | order.assist_department_ids
        own = departments.filtered(lambda department: user in department.visible_user_ids)
        if own:
            return self.env._(
                "%(user)s belongs to %(department)s, which handled the case, and cannot make the return visit.",
                user=user.name, department=own[0].name,
            )
        if self._setting("not_agent", 0) and ticket.agent_id == user:
            return self.env._("%(user)s registered the case and cannot make the return visit.", user=user.name)
        return ""

    @api.model
    def _independent_domain(self, user):
        """Return what :meth:`_not_independent` says, as a domain."""
        own = self.env["city12319.department"].sudo()._search([("visible_user_ids", "in", user.ids)])
        domain = (
            Domain("department_id", "not in", own)
            & ~Domain("order_id", "any", [("assist_department_ids", "in", own)])
        )
        if self._setting("not_agent", 0):
            domain &= Domain("ticket_id.agent_id", "!=", user.id)
        return domain

    def _assign(self, user):
        """Give these visits to ``user``, or back to the queue when there is none."""
        for visit in self:
            if visit.state != "waiting":
                raise UserError(self.env._("The visit for %(case)s is finished.", case=visit.name))
            if user and not user.has_group("city12319_intake.group_visitor"):
                raise UserError(self.env._("%(user)s does not make return visits.", user=user.name))
            why = user and visit._not_independent(user)
            if why:
                raise UserError(why)
        self._gated().write({"visitor_id": user.id, "assigned_at": fields.Datetime.now() if user else False})
        if user:
            # sudo: a call-back that was agreed goes with the visit
            reminders = self.sudo().attempt_ids.reminder_id.filtered(lambda reminder: reminder.state == "open")
            reminders.filtered(lambda reminder: reminder.user_id != user).write({"user_id": user.id})

    def _check_visitor(self):
        if not self.env.user.has_group("city12319_intake.group_visitor"):
            raise AccessError(self.env._("Return visits are made by return visitors."))

    def action_take(self):
        """Take visits out of the queue, or one's own again.

        :raises UserError: when somebody else has one, or the person is from the handling department
        """
        self._check_visitor()
        self.check_access("read")
        if len(self.sudo().try_lock_for_update(allow_referencing=True)) != len(self):
            raise UserError(self.env._("Somebody else is taking this visit at this very moment."))
        self.invalidate_recordset(["visitor_id", "state"])
        for visit in self:
            if visit.visitor_id and visit.visitor_id != self.env.user:
                raise UserError(self.env._(
                    "The visit for %(case)s is with %(visitor)s already.", case=visit.name, visitor=visit.visitor_id.name,
                ))
        self._assign(self.env.user)
        return True

    def action_release(self):
        """Give one's own visits back to the queue."""
        self._check_mine()
        self._assign(self.env["res.users"])
        return True

    @api.model
    def take_next(self):
        """Take the visit that is to be made next and return it: first one's own, then from the queue.

        Two people who ask at the same moment never get the same one.

        :return: the visit (its id over RPC); empty when nobody is to be called now
        """
        self._check_visitor()
        now = fields.Datetime.now()
        times = self.env["city12319.visit.time"].search([])
        callable_now = (
            (Domain("not_before", "=", False) | Domain("not_before", "<=", now))
            & (Domain("time_id", "=", False) | Domain("time_id", "in", times._fitting(now).ids))
            & Domain("state", "=", "waiting")
        )
        order = "priority desc, due_at, id"
        # a time that was agreed goes before the usual wish
        agreed = Domain("state", "=", "waiting") & Domain("not_before", "<=", now)
        mine = self.search(Domain("visitor_id", "=", self.env.uid) & (callable_now | agreed), order=order, limit=1)
        if mine:
            return mine
        # sudo: the queue as it is for everybody; what is confidential becomes readable once it is one's own
        queue = self.sudo().search(
            callable_now & Domain("visitor_id", "=", False) & self._independent_domain(self.env.user),
            order=order, limit=_LOOK_AT,
        )
        taken = queue.try_lock_for_update(allow_referencing=True, limit=1).with_env(self.env)
        if taken:
            taken._assign(self.env.user)
        return taken

    def action_next(self):
        """Open the visit that is to be made next, or tell why there is none. Which records it is called on is of no matter."""
        visit = self.take_next()
        if visit:
            return visit._action_open()
        waiting = self.search_count([("state", "=", "waiting"), ("visitor_id", "in", [False, self.env.uid])])
        message = self.env._(
            "Nobody is to be called right now. %(count)s visits wait for another time; they stand in the list.",
            count=waiting,
        ) if waiting else self.env._("Nobody is to be called: the queue is empty.")
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"type": "info", "message": message, "sticky": False},
        }

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "views": [(False, "form")],
        }
