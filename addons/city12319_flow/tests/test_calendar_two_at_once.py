import threading
from contextlib import nullcontext
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestCalendarTwoAtOnce(BaseCase):
    """Several clocks start at the same moment after an edit, with a connection each: what is written is committed."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            self.calendar_id = self.env(cr)["city12319.calendar"].create({"name": "T-RACE"}).id
        self.addCleanup(self.clean_up)

    def env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def clean_up(self):
        with self.registry.cursor() as cr:
            ids = (self.calendar_id,)
            cr.execute("UPDATE city12319_calendar SET current_version_id = NULL WHERE id = %s", ids)
            cr.execute("DELETE FROM city12319_calendar_version WHERE calendar_id = %s", ids)
            cr.execute("DELETE FROM mail_message WHERE model = 'city12319.calendar' AND res_id = %s", ids)
            cr.execute("DELETE FROM city12319_calendar WHERE id = %s", ids)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_all_of_them_count_by_the_same_version(self):
        start, found = threading.Barrier(4), [None] * 4

        def request(index):
            with self.registry.cursor() as cr:
                env = self.env(cr)
                env["city12319.calendar"].browse(self.calendar_id).name  # noqa: B018 the transaction has begun
                start.wait(10)
                found[index] = retrying(
                    lambda: env["city12319.calendar"].browse(self.calendar_id)._frozen().id, env)

        threads = [threading.Thread(target=request, args=(index,)) for index in range(4)]
        # while tests run, the registry is locked for other threads; it does not change here
        with patch.object(Registry, "_lock", nullcontext()):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
        with self.registry.cursor() as cr:
            calendar = self.env(cr)["city12319.calendar"].browse(self.calendar_id)
            self.assertEqual(len(calendar.version_ids), 1)
            self.assertEqual(found, [calendar.current_version_id.id] * 4)
