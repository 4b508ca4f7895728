from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import SQL, mute_logger

GOOD = "SELECT source_id AS x_source_id, count(*) AS x_count FROM city12319_ticket GROUP BY 1"


@tagged("post_install", "-at_install")
class TestSqlStatistics(TransactionCase):
    """Administrators write statistics as SQL; the database reads, for a limited time, and no personal data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(cls.env, "t_sql_admin", "city12319_intake.group_config_admin")
        cls.statistician = new_test_user(cls.env, "t_sql_statistician", "city12319_intake.group_statistician")
        cls.agent = new_test_user(cls.env, "t_sql_agent", "city12319_intake.group_agent")

    def view(self, query, **values):
        return self.env["bi.sql.view"].with_user(self.admin).create({
            "name": "试验", "technical_name": "t_trial", "query": query, **values,
        })

    def refusal(self, query):
        view = self.view(query)
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            view.button_validate_sql_expression()
        self.assertEqual(view.state, "draft")
        return str(caught.exception)

    def test_a_configuration_admin_makes_statistics_that_chosen_groups_see(self):
        self.env["city12319.ticket"].register({"summary": "T-SQL"})
        view = self.view(GOOD + ";")
        view.button_validate_sql_expression()
        self.assertEqual(view.bi_sql_view_field_ids.mapped("name"), ["x_source_id", "x_count"])
        view.button_create_sql_view_and_model()
        view.button_create_ui()
        self.assertEqual(view.state, "ui_valid")
        self.assertEqual(view.menu_id.parent_id, self.env.ref("city12319_reports_sql.menu_results"))
        result = self.env["x_bi_sql_view.t_trial"]
        self.assertTrue(sum(result.with_user(self.statistician).search([]).mapped("x_count")))
        with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
            result.with_user(self.agent).search([])
        with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
            result.with_user(self.statistician).create({})
        view.button_refresh_materialized_view()
        view.button_set_draft()
        self.assertEqual(view.state, "draft")

    def test_delivered_examples_are_ready(self):
        for name in ("example_areas", "example_departments"):
            view = self.env.ref(f"city12319_reports_sql.{name}")
            self.assertEqual(view.state, "ui_valid")
            self.env[view.model_id.model].with_user(self.statistician)._read_group([], ["x_month"], ["__count"])

    def test_what_changes_something_is_refused(self):
        for query in (
            "DELETE FROM city12319_ticket",
            "WITH gone AS (DELETE FROM city12319_ticket RETURNING id) SELECT id AS x_id FROM gone",
            "UPDATE city12319_ticket SET name = 'x'", "SELECT 1 AS x_one; DROP TABLE city12319_ticket",
            "SELECT nextval('city12319_ticket_id_seq') AS x_next", "SELECT set_config('role', 'x', false) AS x_a", "VACUUM",
            "SELECT id AS x_id FROM city12319_ticket FOR UPDATE", "SELECT id AS x_id INTO x_new FROM city12319_ticket",
        ):
            with self.subTest(query=query):
                self.assertTrue(self.refusal(query))

    def test_the_database_itself_refuses_to_change_anything(self):
        view = self.view("SELECT nextval('city12319_ticket_id_seq') AS x_next")
        with self.assertRaises(UserError) as caught:
            view._read_rows(1)
        self.assertIn("to change something", str(caught.exception))

    def test_a_long_query_is_cut_off_with_a_clear_message(self):
        self.env["ir.config_parameter"].set_param("city12319.sql_timeout", 1)
        message = self.refusal("SELECT count(*) AS x_count FROM generate_series(1, 1000000000) n")
        self.assertIn("1", message)
        self.assertNotIn("canceling", message)
        self.assertEqual(self.env.execute_query(SQL("SHOW statement_timeout")), [("0",)])

    def test_personal_data_and_free_text_are_closed(self):
        for query, name in (
            ("SELECT phone AS x_phone FROM city12319_ticket", "city12319_ticket.phone"),
            ("SELECT caller_id AS x_caller FROM city12319_ticket", "city12319_ticket.caller_id"),
            ("SELECT summary AS x_summary FROM city12319_ticket", "city12319_ticket.summary"),
            ("SELECT count(*) AS x_count FROM city12319_ticket WHERE phone LIKE '138%'", "city12319_ticket.phone"),
            ("SELECT name AS x_name FROM city12319_caller", "city12319_caller.name"),
            ("SELECT t.x AS x_x FROM (SELECT t AS x FROM city12319_ticket t) t", ""),
            ("SELECT to_jsonb(t) AS x_x FROM city12319_ticket t", ""),
        ):
            with self.subTest(query=query):
                self.assertIn(name, self.refusal(query))

    def test_tables_and_functions_of_the_system_are_closed(self):
        for query in (
            "SELECT login AS x_login FROM res_users", "SELECT value AS x_value FROM ir_config_parameter",
            "SELECT rolname AS x_role FROM pg_roles", "SELECT pg_read_file('/etc/passwd') AS x_file",
            "SELECT table_name AS x_name FROM information_schema.tables", "SELECT lo_get(1) AS x_lo",
            "SELECT table_to_xml('res_users', true, true, '')::text AS x_xml", "SELECT pg_sleep(1)::text AS x_sleep",
            "SELECT query_to_xml('select 1', true, true, '')::text AS x_xml", "SELECT current_setting('port') AS x_port",
        ):
            with self.subTest(query=query):
                self.assertTrue(self.refusal(query))

    def test_names_of_lists_may_be_joined(self):
        view = self.view(
            "SELECT c.name ->> 'zh_CN' AS x_name, date_trunc('month', t.reported_at)::date AS x_month, count(*) AS x_count\n"
            "  FROM city12319_ticket t JOIN city12319_category c ON c.id = t.category_id\n"
            "  JOIN generate_series(1, 3) n(number) ON n.number = 1\n"
            " WHERE t.reported_at > now() - interval '1 year' GROUP BY 1, 2 -- a remark"
        )
        view.button_validate_sql_expression()
        self.assertEqual(view.bi_sql_view_field_ids.mapped("name"), ["x_name", "x_month", "x_count"])

    def test_the_first_rows_are_shown(self):
        action = self.view(GOOD).button_preview_sql_expression()
        preview = self.env[action["res_model"]].with_user(self.admin).browse(action["res_id"])
        self.assertIn("x_source_id", preview.rows)

    def test_mistakes_are_told(self):
        self.assertIn("x_nothing", self.refusal("SELECT x_nothing AS x_a FROM city12319_ticket"))
        for values in ({"is_materialized": False}, {"technical_name": "a; drop"}, {"technical_name": "Ä"}):
            with self.subTest(values=values), self.assertRaises(ValidationError), self.cr.savepoint():
                self.view(GOOD, **values)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_agents_and_statisticians_write_no_sql(self):
        view = self.view(GOOD)
        for user in (self.agent, self.statistician):
            for action in (
                lambda other: other.create({"name": "x", "technical_name": "t_x", "query": GOOD}),
                lambda other: other.search([]), lambda other: other.button_validate_sql_expression(),
                lambda other: other.button_preview_sql_expression(), lambda other: other.button_create_sql_view_and_model(),
                lambda other: other.button_create_ui(), lambda other: other.button_refresh_materialized_view(),
            ):
                with self.assertRaises(AccessError):
                    action(view.with_user(user))

    def test_a_query_changed_after_the_check_is_checked_again(self):
        view = self.view(GOOD)
        view.button_validate_sql_expression()
        view.query = "SELECT phone AS x_count, 1 AS x_source_id FROM city12319_ticket"
        with self.assertRaises(UserError):
            view.button_create_sql_view_and_model()
