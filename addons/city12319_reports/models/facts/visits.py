"""Facts of return visits, in SQL."""

from odoo.tools import SQL

_COLUMNS = SQL("""v.id AS visit_id, v.department_id, v.area_id, v.category_id, v.service_type_id, v.source_id""")


def opened(start, end, cut=None):
    """One row per return visit that was opened in the period."""
    return SQL("""
        SELECT %(columns)s, NULL::int AS result_id, v.visitor_id AS user_id, v.opened_at AS at, 1 AS amount,
               ARRAY['visit_opened'] AS codes
          FROM city12319_visit v WHERE v.opened_at >= %(start)s AND v.opened_at < %(end)s
    """, columns=_COLUMNS, start=start, end=end)


def ended(start, end, cut=None):
    """One row per return visit that ended in the period, with a call or without one."""
    return SQL("""
        SELECT %(columns)s, v.result_id, v.done_by_id AS user_id, v.done_at AS at, 1 AS amount,
               CASE v.state WHEN 'skipped' THEN ARRAY['visit_skipped'] ELSE array_remove(ARRAY[
                   'visit_ended',
                   CASE WHEN v.reached > 0 THEN 'visit_reached' END,
                   CASE WHEN v.effective > 0 THEN 'visit_effective' END,
                   CASE WHEN v.satisfied > 0 THEN 'visit_satisfied' END,
                   CASE WHEN v.unsatisfied > 0 THEN 'visit_unsatisfied' END,
                   CASE WHEN v.redone > 0 THEN 'visit_redone' END
               ], NULL) END AS codes
          FROM city12319_visit v
         WHERE v.state IN ('done', 'unreached', 'skipped') AND v.done_at >= %(start)s AND v.done_at < %(end)s
    """, columns=_COLUMNS, start=start, end=end)
