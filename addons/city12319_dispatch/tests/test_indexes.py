import re

from odoo.tests import TransactionCase, tagged

SEARCHED = ("is_open", "sees", "supervised")  # flags that lists, record rules and boards search by


@tagged("post_install", "-at_install")
class TestIndexes(TransactionCase):
    """Indexes over a part of a table are of use only when their condition is worded as searches word it."""

    def test_conditions_on_flags_are_worded_as_searches_are(self):
        """A search writes ``is_open IS TRUE``; PostgreSQL does not see that an index ``WHERE is_open`` covers that."""
        self.env.cr.execute(
            r"SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'city12319\_%%' AND indexdef LIKE '%% WHERE %%'")
        checked = 0
        for index, definition in self.env.cr.fetchall():
            condition = definition.split(" WHERE ")[1]
            for flag in SEARCHED:
                if re.search(rf"\b{flag}\b", condition):
                    checked += 1
                    self.assertIn(f"{flag} IS TRUE", condition, index)
        self.assertGreater(checked, 10)
