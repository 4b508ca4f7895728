from functools import partial

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

EVERY = 2  # seconds; the wall waits as long before it reads
CHANNEL = "city12319.screen"
_KEY = "city12319_screen_notice"


class ScreenNotice(models.Model):
    """When the wall screens were told last that something changed: one row for the whole system.

    Thousands of changes a minute become one notice in ``EVERY`` seconds, without a job that runs for it: the first change
    after a pause is told at once, those that follow within ``EVERY`` seconds are not. A screen reads ``EVERY`` seconds
    after a notice, and by then sees all of them.
    """

    _name = "city12319.screen.notice"
    _description = "Notice to the Wall Screens"
    _log_access = False

    sent_at = fields.Datetime(required=True)

    @api.model
    def _changed(self):
        """Let the wall screens look again, once the present transaction is committed."""
        after = self.env.cr.postcommit
        if not after.data.get(_KEY):
            after.data[_KEY] = True
            after.add(partial(_tell, self.env.registry))

    @api.model
    def _send(self):
        """Send a notice, unless one was sent in the last seconds. Returns whether it did; waits for nobody."""
        cr = self.env.cr
        cr.execute(SQL(
            """
            UPDATE city12319_screen_notice SET sent_at = clock_timestamp() AT TIME ZONE 'UTC'
             WHERE id = (SELECT id FROM city12319_screen_notice
                          WHERE sent_at <= clock_timestamp() AT TIME ZONE 'UTC' - make_interval(secs => %s)
                          LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """, EVERY,
        ), log_exceptions=False)
        told = bool(cr.rowcount)
        if told:
            self.env.ref("city12319_dashboard.group_wall")._bus_send(CHANNEL, {})
        return told


def _tell(registry):
    with registry.cursor() as cr:
        try:
            api.Environment(cr, SUPERUSER_ID, {})["city12319.screen.notice"]._send()
        except SerializationFailure:  # somebody else sends one in this very moment, and it is as good as ours
            cr.rollback()
