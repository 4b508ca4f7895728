"""Facts about handling and closing, in SQL: one row per case, with the counters that it counts for.

Every function takes the bounds of the period (naive UTC, end not included) and returns a SELECT with the columns

    ticket_id, order_id, inspection_id, department_id, area_id, user_id, at, amount, codes

and those that name what is counted where that is neither ticket, order nor spot check: event_id, clock_id, request_id.
What each counter means stands in ``tools/indicators.py``; what happened at ``cut`` or later is not seen. Without it the cut
is the end of the period; whoever adds days up to a longer period gives its end, or now.
"""

from odoo.tools import SQL

HANDLING = ("handle_due", "handled", "handled_on_time", "handled_late", "late_pending", "late_raw", "handle_time")
CLOSING = (
    "close_due", "closed", "closed_on_time", "closed_late", "closed_late_raw", "not_closed", "postponed", "judged", "satisfied",
)


def handling(start, end, cut=None):
    """One row per handling: the clock from dispatch to feedback, and the task that says how it ended.

    Settled when stopped or when due, whichever came first. What was given back before its limit is not the department's;
    what was given back after it counts as late and not handled.
    """
    return SQL("""
        SELECT o.ticket_id, c.order_id, NULL::int AS inspection_id, c.department_id, o.area_id, NULL::int AS user_id,
               LEAST(c.stopped_at, c.due_at) AS at, 1 AS amount,
               array_remove(ARRAY[
                   CASE WHEN NOT f.left_out THEN 'handle_due' END,
                   CASE WHEN NOT f.left_out AND f.done THEN 'handled' END,
                   CASE WHEN NOT f.left_out AND f.done AND NOT f.late THEN 'handled_on_time' END,
                   CASE WHEN NOT f.left_out AND f.done AND f.late THEN 'handled_late' END,
                   CASE WHEN NOT f.left_out AND NOT f.done THEN 'late_pending' END,
                   CASE WHEN f.late THEN 'late_raw' END
               ], NULL) AS codes, c.id AS clock_id
          FROM city12319_clock c
          JOIN city12319_order o ON o.id = c.order_id
          JOIN city12319_ticket k ON k.id = o.ticket_id AND k.duplicate_of_id IS NULL
          JOIN LATERAL (
               SELECT t.state FROM city12319_task t
                WHERE t.order_id = c.order_id AND t.department_id = c.department_id AND t.role = 'main'
                  AND t.assigned_at = c.started_at
                ORDER BY t.id DESC LIMIT 1
          ) t ON TRUE
          JOIN LATERAL (SELECT
               COALESCE(c.stopped_at > c.due_at, c.stopped_at IS NULL) AS late,
               t.state = 'done' AND COALESCE(c.stopped_at < %(cut)s, FALSE) AS done,
               COALESCE(c.excluded, FALSE) OR c.state = 'paused' AS left_out
          ) f ON TRUE
         WHERE c.scope = 'phase' AND LEAST(c.stopped_at, c.due_at) >= %(start)s AND LEAST(c.stopped_at, c.due_at) < %(end)s
           AND (t.state NOT IN ('refused', 'cancelled') OR f.late)
    """, start=start, end=end, cut=cut or end)


def _closed(start, end, cut):
    """Return the orders closed in the period that were not opened again before ``cut``: order, event, how, and whether
    it is closed.
    """
    return SQL("""
        SELECT e.order_id, e.at, e.id AS event_id, e.code, TRUE AS closed
          FROM city12319_event e JOIN city12319_stage s ON s.id = e.to_stage_id AND s.code = 'closed'
         WHERE e.at >= %(start)s AND e.at < %(end)s AND e.order_id IS NOT NULL
           AND e.from_stage_id IS DISTINCT FROM e.to_stage_id
           AND NOT EXISTS (
               SELECT FROM city12319_event l
                WHERE l.order_id = e.order_id AND (l.at, l.id) > (e.at, e.id) AND l.at < %(cut)s
                  AND l.to_stage_id <> e.to_stage_id
           )
    """, start=start, end=end, cut=cut)


def _waiting(at):
    """Return the orders whose handling is finished and that wait to be closed at the moment ``at``, in the same shape."""
    return SQL("""
        SELECT c.order_id, c.started_at AS at, NULL::int AS event_id, NULL::varchar AS code, FALSE AS closed
          FROM city12319_clock c JOIN city12319_stage s ON s.id = c.stage_id
         WHERE c.scope = 'stage' AND s.code IN ('review', 'checking', 'pending_visit') AND c.order_id IS NOT NULL
           AND c.started_at < %(at)s AND (c.stopped_at >= %(at)s OR c.stopped_at IS NULL)
    """, at=at)


def closing(start, end, cut=None):
    """One row per case whose handling is finished: closed in the period, or waiting for it at the end."""
    cut = cut or end
    return SQL("%s UNION ALL %s", closed(start, end, cut), waiting(start, end, cut))


def closed(start, end, cut=None):
    """One row per case closed in the period: those of :func:`closing` that can be added up over days."""
    return _closing_rows(_closed(start, end, cut or end), cut or end)


def waiting(start, end, cut=None, postponed="postponed"):
    """One row per case that waits to be closed at the end of the period: those of :func:`closing` that are a stock."""
    return _closing_rows(_waiting(end), cut or end, postponed)


def _closing_rows(closings, cut, postponed="postponed"):
    return SQL("""
        SELECT o.ticket_id, o.id AS order_id, NULL::int AS inspection_id, o.department_id, o.area_id, filer.user_id, l.at,
               1 AS amount,
               array_remove(ARRAY[
                   CASE WHEN NOT f.left_out THEN 'close_due' END,
                   CASE WHEN NOT f.left_out AND l.closed THEN 'closed' END,
                   CASE WHEN NOT f.left_out AND l.closed AND NOT f.late THEN 'closed_on_time' END,
                   CASE WHEN NOT f.left_out AND l.closed AND f.late THEN 'closed_late' END,
                   CASE WHEN l.closed AND f.late THEN 'closed_late_raw' END,
                   CASE WHEN NOT l.closed THEN 'not_closed' END,
                   CASE WHEN NOT f.left_out AND NOT (l.closed AND NOT f.late) AND EXISTS (
                        SELECT FROM city12319_request q
                         WHERE q.order_id = o.id AND q.kind = 'suspend' AND q.state = 'approved' AND q.decided_at < %(cut)s
                   ) THEN %(postponed)s END,
                   CASE WHEN l.code = 'visit_close' AND r.effective THEN 'judged' END,
                   CASE WHEN l.code = 'visit_close' AND r.effective AND r.satisfied THEN 'satisfied' END
               ], NULL) AS codes
          FROM (%(closings)s) l
          JOIN city12319_order o ON o.id = l.order_id
          LEFT JOIN city12319_result r ON r.id = o.result_id
          LEFT JOIN LATERAL (
               SELECT c.due_at, c.stopped_at, c.excluded FROM city12319_clock c
                WHERE c.order_id = o.id AND c.scope = 'total' AND c.stopped_at = l.at
                ORDER BY c.id DESC LIMIT 1
          ) c ON l.closed
          LEFT JOIN LATERAL (
               SELECT e.user_id FROM city12319_event e
                WHERE e.order_id = o.id AND e.code IN ('process_file', 'process_transfer')
                ORDER BY e.at, e.id LIMIT 1
          ) filer ON TRUE
          JOIN LATERAL (SELECT
               COALESCE(c.stopped_at > c.due_at, FALSE) AS late, COALESCE(c.excluded, FALSE) AS left_out
          ) f ON TRUE
    """, closings=closings, cut=cut, postponed=postponed)


def reworks(start, end, cut=None):
    """One row per failed check or review, since it was last closed, of the cases closed in the period, unless an appeal
    took that out.
    """
    return SQL("""
        SELECT o.ticket_id, o.id AS order_id, NULL::int AS inspection_id, e.department_id, o.area_id, NULL::int AS user_id,
               l.at, 1 AS amount, ARRAY['reworked'] AS codes, e.id AS event_id
          FROM (%(closings)s) l
          JOIN city12319_order o ON o.id = l.order_id
          JOIN city12319_event e ON e.order_id = o.id AND e.code IN ('check_fail', 'review_fail')
               AND (e.at, e.id) < (l.at, l.event_id)
         WHERE NOT COALESCE(o.rework_excluded, FALSE) AND NOT EXISTS (
               SELECT FROM city12319_event b JOIN city12319_stage s ON s.id = b.to_stage_id
                WHERE b.order_id = o.id AND s.code = 'closed' AND (b.at, b.id) > (e.at, e.id)
                  AND (b.at, b.id) < (l.at, l.event_id)
         )
    """, closings=_closed(start, end, cut or end))


def requests(start, end, cut=None):
    """One row per request granted in the period, and one per refusal at receipt."""
    return SQL("""
        SELECT o.ticket_id, o.id AS order_id, NULL::int AS inspection_id, q.department_id, o.area_id, NULL::int AS user_id,
               q.decided_at AS at, 1 AS amount,
               ARRAY[CASE q.kind WHEN 'extension' THEN 'extended' WHEN 'suspend' THEN 'suspended' ELSE 'given_back' END]
                   AS codes,
               q.id AS request_id, g.id AS event_id
          FROM city12319_request q JOIN city12319_order o ON o.id = q.order_id
          LEFT JOIN LATERAL (
               SELECT e.id FROM city12319_event e
                WHERE e.order_id = q.order_id AND e.at = q.decided_at AND e.code IN ('approve', 'approve_second') LIMIT 1
          ) g ON TRUE
         WHERE q.state = 'approved' AND q.decided_at >= %(start)s AND q.decided_at < %(end)s
        UNION ALL
        SELECT e.ticket_id, e.order_id, NULL, e.department_id, o.area_id, NULL, e.at, 1, ARRAY['given_back'], NULL, e.id
          FROM city12319_event e JOIN city12319_order o ON o.id = e.order_id
         WHERE e.code = 'refuse' AND e.at >= %(start)s AND e.at < %(end)s
    """, start=start, end=end)
