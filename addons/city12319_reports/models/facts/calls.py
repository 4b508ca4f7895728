"""Facts of calls and seats, in SQL."""

from odoo.tools import SQL

from odoo.addons.city12319_telephony.models.desk.call import SERVICE_SECONDS

QUICK_HANG_UP = 5  # seconds in the queue, reported apart
_REPEATED = "7 days"
_SEAT_LOOK_BACK = "2 days"  # no state of a seat lasts longer: people go home


def calls(start, end, cut=None, zone="Asia/Shanghai", satisfied=(1, 2)):
    """One row per call that was offered in the period, inside calls left aside.

    :param zone: time zone of the city, for the hour of the day
    :param satisfied: keys of the rating that count as satisfied
    """
    return SQL("""
        SELECT c.id AS call_id, c.queue, c.agent_id AS user_id, c.direction, c.offered_at AS at, 1 AS amount,
               l.hour * 2 + l.half AS slot, l.hour,
               CASE c.direction WHEN 'out' THEN array_remove(ARRAY[
                   'call_out', CASE WHEN c.answered_at IS NOT NULL THEN 'call_out_answered' END
               ], NULL) ELSE array_remove(ARRAY[
                   'call_in',
                   CASE WHEN f.requested THEN 'call_requested' END,
                   CASE WHEN f.answered THEN 'call_answered' END,
                   CASE WHEN f.answered AND c.wait_seconds <= %(quick)s THEN 'call_quick' END,
                   CASE WHEN f.lost THEN 'call_abandoned' END,
                   CASE WHEN f.lost AND c.wait_seconds <= %(hang_up)s THEN 'call_abandoned_quick' END,
                   CASE WHEN c.ticket_id IS NOT NULL THEN 'call_registered' END,
                   CASE WHEN c.disposition = 'consulted' THEN 'call_consulted' END,
                   CASE WHEN c.disposition IN ('nuisance', 'wrong_number') THEN 'call_nuisance' END,
                   CASE WHEN c.outcome = 'after_hours' THEN 'call_after_hours' END,
                   CASE WHEN f.answered AND c.satisfaction > 0 THEN 'call_rated' END,
                   CASE WHEN f.answered AND c.satisfaction = ANY(%(satisfied)s) THEN 'call_satisfied' END,
                   CASE WHEN EXISTS (
                        SELECT FROM city12319_call p
                         WHERE p.phone_sanitized = c.phone_sanitized AND p.direction = 'in'
                           AND p.offered_at < c.offered_at AND p.offered_at >= c.offered_at - %(span)s::interval
                   ) THEN 'call_repeated' END
               ], NULL) END AS codes,
               CASE WHEN f.requested THEN c.wait_seconds END AS wait,
               CASE WHEN f.answered THEN c.wait_seconds END AS wait_answered,
               CASE WHEN f.requested THEN c.ring_seconds END AS ring,
               CASE WHEN f.answered THEN c.talk_seconds END AS talk,
               CASE WHEN f.answered THEN c.hold_seconds END AS hold,
               CASE WHEN c.direction = 'out' AND c.answered_at IS NOT NULL THEN c.talk_seconds END AS out_talk
          FROM city12319_call c
         CROSS JOIN LATERAL (SELECT c.offered_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s AS at) m
         CROSS JOIN LATERAL (SELECT
               extract(hour FROM m.at)::int AS hour, (extract(minute FROM m.at) >= 30)::int AS half
          ) l
         CROSS JOIN LATERAL (SELECT c.direction = 'in' AND c.queued_at IS NOT NULL AS requested) r
         CROSS JOIN LATERAL (SELECT
               r.requested, r.requested AND c.answered_at IS NOT NULL AS answered,
               r.requested AND c.answered_at IS NULL AND c.state = 'ended' AS lost
          ) f
         WHERE c.direction IN ('in', 'out') AND c.offered_at >= %(start)s AND c.offered_at < %(end)s
    """, start=start, end=end, quick=SERVICE_SECONDS, hang_up=QUICK_HANG_UP, satisfied=list(satisfied), span=_REPEATED,
        zone=zone)


def seats(start, end, cut=None):
    """One row per state of a seat that lies in the period, cut off at its bounds."""
    return SQL("""
        SELECT s.id AS seat_state_id, s.user_id, s.started_at AS at,
               extract(epoch FROM LEAST(COALESCE(s.ended_at, s.until, %(end)s), %(end)s) - GREATEST(s.started_at, %(start)s))
                   AS amount,
               ARRAY['seat_' || s.state, 'seat_signed_in'] AS codes
          FROM city12319_seat_state s
         WHERE s.state <> 'signed_out' AND s.started_at < %(end)s AND COALESCE(s.ended_at, s.until, %(end)s) > %(start)s
           AND s.started_at >= %(start)s - %(back)s::interval
    """, start=start, end=end, back=_SEAT_LOOK_BACK)
