"""Indexes by which a day's facts are found; named with what they answer."""

from odoo import models


class Clock(models.Model):
    _inherit = "city12319.clock"

    # stages that ended on a day
    _ended_idx = models.Index("(stopped_at) WHERE scope = 'stage'")


class Visit(models.Model):
    _inherit = "city12319.visit"

    # return visits that were opened, and that ended, on a day
    _opened_idx = models.Index("(opened_at)")
    _ended_idx = models.Index("(done_at) WHERE done_at IS NOT NULL")


class Supervision(models.Model):
    _inherit = "city12319.supervision"

    # notices of a day
    _sent_idx = models.Index("(sent_at)")


class Request(models.Model):
    _inherit = "city12319.request"

    # requests that were made, and decided, on a day
    _requested_idx = models.Index("(requested_at)")
    _decided_idx = models.Index("(decided_at) WHERE decided_at IS NOT NULL")


class Inspection(models.Model):
    _inherit = "city12319.inspection"

    # final spot checks of a day
    _final_idx = models.Index("(at) WHERE state = 'final'")
