"""Facts of cases that the evaluation does not count, in SQL, in the shape of its own (see ``facts_handling`` there)."""

from odoo.tools import SQL

_FIRST_CONTACT = "72 hours"


def ticket_ends(start, end, cut=None):
    """One row per ticket rejected, made void, reported to a leader or transferred in the period."""
    return SQL("""
        SELECT e.ticket_id, e.order_id, NULL::int AS department_id, k.area_id, e.user_id, e.at, 1 AS amount,
               ARRAY[CASE e.code WHEN 'reject' THEN 'rejected' WHEN 'void' THEN 'voided'
                                 WHEN 'process_escalate' THEN 'escalated' ELSE 'transferred' END] AS codes,
               e.id AS event_id
          FROM city12319_event e JOIN city12319_ticket k ON k.id = e.ticket_id
         WHERE e.code IN ('reject', 'void', 'process_escalate', 'process_transfer') AND e.at >= %(start)s AND e.at < %(end)s
    """, start=start, end=end)


def repetitions(start, end, cut=None):
    """One row per ticket of the period that repeats another one."""
    return SQL("""
        SELECT k.id AS ticket_id, NULL::int AS order_id, NULL::int AS department_id, k.area_id, k.agent_id AS user_id, e.at,
               1 AS amount, ARRAY['repeated'] AS codes
          FROM city12319_event e JOIN city12319_ticket k ON k.id = e.ticket_id
         WHERE e.code = 'register' AND k.duplicate_of_id IS NOT NULL AND e.at >= %(start)s AND e.at < %(end)s
    """, start=start, end=end)


def first_contact(start, end, cut=None):
    """One row per ticket answered on the spot in the period, whose caller did not come back with the same matter."""
    return SQL("""
        SELECT e.ticket_id, NULL::int AS order_id, NULL::int AS department_id, k.area_id, e.user_id, e.at, 1 AS amount,
               ARRAY['first_solved'] AS codes, e.id AS event_id
          FROM city12319_event e JOIN city12319_ticket k ON k.id = e.ticket_id
         WHERE e.code = 'answer' AND e.at >= %(start)s AND e.at < %(end)s AND NOT EXISTS (
               SELECT FROM city12319_ticket again
                WHERE again.phone_sanitized = k.phone_sanitized AND again.id <> k.id
                  AND again.category_id IS NOT DISTINCT FROM k.category_id AND again.reported_at >= k.reported_at
                  AND again.reported_at < LEAST(e.at + %(span)s::interval, %(cut)s)
         )
    """, start=start, end=end, cut=cut or end, span=_FIRST_CONTACT)


def order_steps(start, end, cut=None):
    """One row per receipt, refusal, order to do again and reopening of the period."""
    return SQL("""
        SELECT e.ticket_id, e.order_id, COALESCE(e.department_id, o.department_id) AS department_id, o.area_id, e.user_id,
               e.at, 1 AS amount,
               ARRAY[CASE e.code WHEN 'receive' THEN 'received' WHEN 'refuse' THEN 'refused' WHEN 'visit_redo' THEN 'redone'
                                 ELSE 'reopened' END] AS codes,
               e.id AS event_id
          FROM city12319_event e JOIN city12319_order o ON o.id = e.order_id
         WHERE e.code IN ('receive', 'refuse', 'visit_redo', 'reopen') AND e.at >= %(start)s AND e.at < %(end)s
    """, start=start, end=end)


def asked(start, end, cut=None):
    """One row per extension or suspension asked for, and per return approved, in the period."""
    return SQL("""
        SELECT o.ticket_id, o.id AS order_id, q.department_id, o.area_id, q.requested_by_id AS user_id, q.requested_at AS at,
               1 AS amount, ARRAY[CASE q.kind WHEN 'extension' THEN 'extension_asked' ELSE 'suspend_asked' END] AS codes,
               q.id AS request_id
          FROM city12319_request q JOIN city12319_order o ON o.id = q.order_id
         WHERE q.kind IN ('extension', 'suspend') AND q.requested_at >= %(start)s AND q.requested_at < %(end)s
        UNION ALL
        SELECT o.ticket_id, o.id, q.department_id, o.area_id, q.requested_by_id, q.decided_at, 1, ARRAY['returned'], q.id
          FROM city12319_request q JOIN city12319_order o ON o.id = q.order_id
         WHERE q.kind = 'return' AND q.state = 'approved' AND q.decided_at >= %(start)s AND q.decided_at < %(end)s
    """, start=start, end=end)


def notices(start, end, cut=None):
    """One row per urge or supervision notice of the period."""
    return SQL("""
        SELECT o.ticket_id, o.id AS order_id, COALESCE(n.department_id, o.department_id) AS department_id, o.area_id,
               n.sender AS user_id, n.sent_at AS at, 1 AS amount,
               ARRAY[CASE n.kind WHEN 'urge' THEN 'urged' ELSE 'supervised' END] AS codes, n.id AS supervision_id
          FROM city12319_supervision n JOIN city12319_order o ON o.id = n.order_id
         WHERE n.sent_at >= %(start)s AND n.sent_at < %(end)s
    """, start=start, end=end)


def stages_ended(start, end, cut=None):
    """One row per stage that a case left in the period; ``seconds`` is filled in from the calendars."""
    return SQL("""
        SELECT c.ticket_id, c.order_id, c.department_id, COALESCE(o.area_id, k.area_id) AS area_id, c.user_id, c.stage_id,
               c.phase, c.stopped_at AS at, 1 AS amount,
               array_remove(ARRAY[
                   'stage_done',
                   CASE WHEN c.due_at IS NOT NULL THEN 'stage_limited' END,
                   CASE WHEN c.due_at IS NOT NULL AND (c.stopped_at <= c.due_at OR c.excluded) THEN 'stage_on_time' END
               ], NULL) AS codes, c.id AS clock_id
          FROM city12319_clock c
          JOIN city12319_ticket k ON k.id = c.ticket_id
          LEFT JOIN city12319_order o ON o.id = c.order_id
         WHERE c.scope = 'stage' AND c.stopped_at >= %(start)s AND c.stopped_at < %(end)s
    """, start=start, end=end)


def with_content(facts):
    """Return ``facts`` with what their case is about: category, service type, source, mode and handling state."""
    return SQL("""
        SELECT f.*, COALESCE(o.category_id, k.category_id) AS category_id,
               COALESCE(o.service_type_id, k.service_type_id) AS service_type_id, k.source_id, o.mode, k.state
          FROM (%s) f
          LEFT JOIN city12319_ticket k ON k.id = f.ticket_id
          LEFT JOIN city12319_order o ON o.id = f.order_id
    """, facts)
