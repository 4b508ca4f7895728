"""Facts about what the centre does (intake, filing, dispatch, verification, check, return visit) and spot checks, in SQL.

Columns as in :mod:`.facts_handling`. A stage that ends is in time unless its clock says late and no appeal took it out.
"""

from odoo.tools import SQL

INTAKE = ("registered", "registered_valid", "public_reports", "reported", "reported_valid")
TICKET_STEPS = (
    "filed", "filed_on_time", "misfiled", "missed", "answered", "answered_on_time", "verify_sent", "verify_sent_on_time",
    "public_verified",
)
STAGES = (
    "verify_due", "verified", "verified_on_time", "check_due", "checked", "checked_on_time", "visit_due", "visited",
    "visited_on_time",
)

# the clock of the stage that an event e ended
_CLOCK = SQL("""
          LEFT JOIN LATERAL (
               SELECT c.id, c.stopped_at > c.due_at AND NOT COALESCE(c.excluded, FALSE) AS late
                 FROM city12319_clock c
                WHERE c.ticket_id = e.ticket_id AND c.scope = 'stage' AND c.stage_id = e.from_stage_id AND c.stopped_at = e.at
                ORDER BY c.id DESC LIMIT 1
          ) c ON TRUE""")


def intake(start, end, cut=None):
    """One row per ticket registered in the period."""
    return SQL("""
        SELECT k.id AS ticket_id, NULL::int AS order_id, NULL::int AS inspection_id, NULL::int AS department_id, k.area_id,
               k.agent_id AS user_id, e.at, 1 AS amount,
               array_remove(ARRAY[
                   'registered',
                   CASE WHEN NOT EXISTS (
                        SELECT FROM city12319_event v WHERE v.ticket_id = k.id AND v.code = 'void' AND v.at < %(cut)s
                   ) THEN 'registered_valid' END,
                   CASE s.code WHEN 'public' THEN 'public_reports' WHEN 'inspector' THEN 'reported' END,
                   CASE WHEN s.code = 'inspector' AND EXISTS (
                        SELECT FROM city12319_event v WHERE v.ticket_id = k.id AND v.code = 'process_file' AND v.at < %(cut)s
                   ) THEN 'reported_valid' END
               ], NULL) AS codes
          FROM city12319_event e
          JOIN city12319_ticket k ON k.id = e.ticket_id
          JOIN city12319_source s ON s.id = k.source_id
         WHERE e.code = 'register' AND e.at >= %(start)s AND e.at < %(end)s
    """, start=start, end=end, cut=cut or end)


def ticket_steps(start, end, cut=None):
    """One row per step of judging in the period: filed, answered on the spot, sent to verification, verified."""
    return SQL("""
        SELECT e.ticket_id, e.order_id, NULL::int AS inspection_id, NULL::int AS department_id,
               COALESCE(o.area_id, k.area_id) AS area_id, e.user_id, e.at, 1 AS amount,
               array_remove(CASE e.code
                   WHEN 'process_file' THEN ARRAY[
                       'filed',
                       CASE WHEN c.late IS NOT TRUE THEN 'filed_on_time' END,
                       CASE WHEN EXISTS (
                            SELECT FROM city12319_event b WHERE b.ticket_id = e.ticket_id AND b.at < %(cut)s
                               AND ((b.code = 'send_back' AND b.order_id = e.order_id)
                                    OR (b.code = 'void' AND (b.at, b.id) > (e.at, e.id)))
                       ) THEN 'misfiled' END,
                       CASE WHEN s.code = 'public' AND NOT EXISTS (
                            SELECT FROM city12319_ticket d JOIN city12319_source ds ON ds.id = d.source_id
                             WHERE ds.code = 'inspector' AND (d.duplicate_of_id = k.id OR d.id = k.duplicate_of_id)
                       ) THEN 'missed' END
                   ]
                   WHEN 'answer' THEN ARRAY['answered', CASE WHEN c.late IS NOT TRUE THEN 'answered_on_time' END]
                   WHEN 'verify_request' THEN
                       ARRAY['verify_sent', CASE WHEN c.late IS NOT TRUE THEN 'verify_sent_on_time' END]
                   ELSE ARRAY[CASE WHEN s.code = 'public' AND k.verification = 'confirmed' THEN 'public_verified' END]
               END, NULL) AS codes, e.id AS event_id
          FROM city12319_event e
          JOIN city12319_ticket k ON k.id = e.ticket_id
          JOIN city12319_source s ON s.id = k.source_id
          LEFT JOIN city12319_order o ON o.id = e.order_id%(clock)s
         WHERE e.at >= %(start)s AND e.at < %(end)s
           AND (e.code IN ('process_file', 'answer', 'verify_request') OR (e.code = 'verify_result' AND e.order_id IS NULL))
    """, clock=_CLOCK, start=start, end=end, cut=cut or end)


def check_sent(start, end, cut=None):
    """One row per order sent to check in the period."""
    return SQL("""
        SELECT e.ticket_id, e.order_id, NULL::int AS inspection_id, e.department_id, o.area_id, e.user_id, e.at, 1 AS amount,
               array_remove(ARRAY['check_sent', CASE WHEN c.late IS NOT TRUE THEN 'check_sent_on_time' END], NULL) AS codes,
               e.id AS event_id
          FROM city12319_event e JOIN city12319_order o ON o.id = e.order_id%(clock)s
         WHERE e.code = 'check_request' AND e.at >= %(start)s AND e.at < %(end)s
    """, clock=_CLOCK, start=start, end=end)


def dispatching(start, end, cut=None):
    """One row per dispatch of the period, and one per order whose limit of dispatch ran out and that waits at its end."""
    return SQL("""
        SELECT e.ticket_id, e.order_id, NULL::int AS inspection_id, e.department_id, o.area_id, e.user_id, e.at, 1 AS amount,
               array_remove(ARRAY[
                   'dispatched', 'dispatch_due',
                   CASE WHEN c.late IS NOT TRUE THEN 'dispatched_on_time' END,
                   CASE WHEN NOT EXISTS (
                        SELECT FROM city12319_event l
                         WHERE l.order_id = e.order_id AND l.code = 'dispatch' AND (l.at, l.id) > (e.at, e.id)
                           AND l.at < %(cut)s AND l.round = e.round AND l.department_id <> e.department_id
                   ) THEN 'dispatched_right' END,
                   CASE WHEN back.department_id = e.department_id THEN 'shirked' END
               ], NULL) AS codes, e.id AS event_id, c.id AS clock_id
          FROM city12319_event e
          JOIN city12319_order o ON o.id = e.order_id%(clock)s
          LEFT JOIN LATERAL (
               SELECT CASE WHEN b.code IN ('refuse', 'approve') THEN b.department_id END AS department_id
                 FROM city12319_event b
                WHERE b.order_id = e.order_id AND (b.at, b.id) < (e.at, e.id) AND b.to_stage_id = e.from_stage_id
                ORDER BY b.at DESC, b.id DESC LIMIT 1
          ) back ON TRUE
         WHERE e.code = 'dispatch' AND e.at >= %(start)s AND e.at < %(end)s
        UNION ALL
        SELECT w.ticket_id, w.order_id, NULL, NULL, o.area_id, NULL, w.due_at, 1, ARRAY['dispatch_due'], NULL, w.id
          FROM city12319_clock w
          JOIN city12319_order o ON o.id = w.order_id
          JOIN city12319_stage s ON s.id = w.stage_id AND s.code = 'pending_dispatch'
         WHERE w.scope = 'stage' AND LEAST(w.stopped_at, w.due_at) >= %(start)s AND LEAST(w.stopped_at, w.due_at) < %(end)s
           AND COALESCE(w.stopped_at >= %(cut)s, TRUE) AND NOT COALESCE(w.excluded, FALSE)
    """, clock=_CLOCK, start=start, end=end, cut=cut or end)


def stages(start, end, cut=None):
    """One row per verification, check or return visit settled in the period; what shift leaders close is no visit.

    By person: who did it, else who was to do it.
    """
    return SQL("""
        SELECT c.ticket_id, c.order_id, NULL::int AS inspection_id, c.department_id,
               COALESCE(o.area_id, k.area_id) AS area_id,
               CASE WHEN f.done THEN c.user_id
                    WHEN s.code <> 'pending_visit' THEN COALESCE(o.inspector_id, k.inspector_id) END AS user_id,
               LEAST(c.stopped_at, c.due_at) AS at, 1 AS amount,
               array_remove(ARRAY[
                   n.stem || '_due',
                   CASE WHEN f.done THEN n.did END,
                   CASE WHEN f.done AND c.stopped_at > c.due_at IS NOT TRUE THEN n.did || '_on_time' END
               ], NULL) AS codes, c.id AS clock_id
          FROM city12319_clock c
          JOIN city12319_stage s ON s.id = c.stage_id
          JOIN (VALUES ('verifying', 'verify', 'verified'), ('checking', 'check', 'checked'),
                       ('pending_visit', 'visit', 'visited')) n(stage, stem, did) ON n.stage = s.code
          JOIN city12319_ticket k ON k.id = c.ticket_id
          LEFT JOIN city12319_order o ON o.id = c.order_id
          JOIN LATERAL (SELECT COALESCE(c.stopped_at < %(cut)s, FALSE) AS done) f ON TRUE
         WHERE c.scope = 'stage' AND LEAST(c.stopped_at, c.due_at) >= %(start)s AND LEAST(c.stopped_at, c.due_at) < %(end)s
           AND NOT COALESCE(c.excluded, FALSE)
           AND NOT EXISTS (
               SELECT FROM city12319_event e
                WHERE e.order_id = c.order_id AND e.at = c.stopped_at AND e.code = 'close_direct' AND s.code = 'pending_visit'
           )
    """, start=start, end=end, cut=cut or end)


def inspections(start, end, cut=None):
    """Two rows per final spot check of the period: that it was done, and the points that count."""
    return SQL("""
        SELECT o.ticket_id, i.order_id, i.id AS inspection_id, i.department_id, i.area_id, i.inspector_id AS user_id, i.at,
               n.amount, ARRAY[n.code] AS codes
          FROM city12319_inspection i
          LEFT JOIN city12319_order o ON o.id = i.order_id
         CROSS JOIN LATERAL (VALUES ('inspected', 1), ('inspection_points', i.final_points)) n(code, amount)
         WHERE i.state = 'final' AND i.at >= %(start)s AND i.at < %(end)s AND n.amount <> 0
    """, start=start, end=end)
