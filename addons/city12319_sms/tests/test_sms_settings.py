from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import SmsCase

SECRETS = ("city12319_sms_password", "city12319_sms_secret", "city12319_sms_username", "city12319_sms_url")


@tagged("post_install", "-at_install")
class TestSmsSettings(SmsCase):

    def test_credentials_are_for_administrators_alone(self):
        company = self.env.company
        people = [*self.people, "internal"]
        self.people["internal"] = new_test_user(self.env, "t_internal", groups="base.group_user")
        for person in people:
            as_person = self.as_(company, person)
            for name in SECRETS:
                with self.assertRaises(AccessError, msg=f"{person} {name}"):
                    as_person.read([name])
                with self.assertRaises(AccessError, msg=f"{person} {name}"):
                    as_person.search_count([(name, "=like", "p%")])
            self.assertFalse(set(SECRETS) & as_person.fields_get().keys(), person)

    def test_a_new_company_records_only_and_has_a_secret_of_its_own(self):
        one, two = self.env["res.company"].create([{"name": "甲市"}, {"name": "乙市"}])
        self.assertEqual((one.city12319_sms_provider, two.city12319_sms_provider), ("log", "log"))
        self.assertTrue(len(one.city12319_sms_secret) > 30 and one.city12319_sms_secret != two.city12319_sms_secret)

    def test_test_message_opens_its_line_of_the_log(self):
        settings = self.env["res.config.settings"].create({"city12319_sms_test_number": "138 0013 8000"})
        action = settings.action_city12319_test_sms()
        sms = self.log.browse(action["res_id"])
        self.assertEqual((sms.number, sms.state), ("+8613800138000", "queued"))
        self.assertEqual(len(self.work()), 1)

    def test_test_message_wants_a_mobile_number(self):
        for number in (False, "0898-66220000", "x"):
            settings = self.env["res.config.settings"].create({"city12319_sms_test_number": number})
            with self.assertRaises(UserError):
                settings.action_city12319_test_sms()

    def test_limits_cannot_be_negative(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env.company.city12319_sms_number_limit = -1
            self.env.flush_all()
