"""What is given with each transition in tests, and which of the people of ``DispatchCase`` may do it.

Written by hand from the table in docs/process.md, on purpose: the records under test are compared with it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

TICKET = "city12319.ticket"
ORDER = "city12319.order"
# within what requests may ask for
UNTIL = (datetime.now(timezone.utc) + timedelta(days=60)).strftime("%Y-%m-%d 00:00:00")


@dataclass
class Move:
    """``people``: who may do it on a document of the fixture. ``values``: ``@name`` stands for the id of a record."""

    model: str
    code: str
    people: str = ""
    values: dict = field(default_factory=dict)

    def resolved(self, names):
        """Return the values with ``@name`` replaced by ``names[name].id``."""
        return {
            key: names[value[1:]].id if isinstance(value, str) and value.startswith("@") else value
            for key, value in self.values.items()
        }


_MOVES = [
    # of the ticket: the agent who registered it, and the shift leader
    Move(TICKET, "answer", "agent shift_leader", {"answer": "已告知停水时间"}),
    Move(TICKET, "reject", "agent shift_leader", {"reason": "不属受理范围"}),
    Move(TICKET, "verify_request", "shift_leader", {"reason": "看是否属实"}),
    Move(TICKET, "verify_result", "inspector other_inspector", {"verification": "confirmed", "reason": "属实"}),
    Move(TICKET, "process_file", "shift_leader"),
    Move(TICKET, "process_escalate", "shift_leader", {"leader_id": "@leader"}),
    Move(TICKET, "process_transfer", "shift_leader"),
    Move(TICKET, "void", "shift_leader", {"reason": "误登记"}),
    Move(TICKET, "reopen", "shift_leader", {"reason": "属受理范围"}),
    # of a ticket that was answered on the spot: whoever has its return visit
    Move(TICKET, "visit_close", "visitor", {"result_id": "@satisfied"}),
    Move(TICKET, "visit_redo", "visitor", {"reason": "没听明白"}),
    Move(TICKET, "visit_unreached", "visitor"),
    # of the ticket: recorded by the system, never done by a person
    Move(TICKET, "register"),
    Move(TICKET, "import"),
    Move(TICKET, "link_duplicate"),
    Move(TICKET, "unlink_duplicate"),
    # of the order
    Move(ORDER, "instruct_pass", "leader", {"reason": "请立案办理"}),
    Move(ORDER, "instruct_verify", "leader"),
    Move(ORDER, "instruct_other", "leader", {"reason": "请转街道"}),
    Move(ORDER, "verify_result", "inspector other_inspector", {"reason": "属实"}),
    Move(ORDER, "dispatch", "dispatcher shift_leader", {"department_id": "@water"}),
    Move(ORDER, "send_back", "dispatcher shift_leader", {"reason": "应转办"}),
    Move(ORDER, "receive", "water water_manager"),
    Move(ORDER, "refuse", "water water_manager", {"reason": "属环卫处"}),
    Move(ORDER, "assign", "water_manager", {"handler_id": "@water_person"}),
    Move(ORDER, "feedback", "water water_manager", {"result": "已更换井盖"}),
    Move(ORDER, "request_extension", "water water_manager", {"reason": "待料", "requested_until": UNTIL}),
    Move(ORDER, "request_suspend", "water water_manager", {"reason": "待料", "requested_until": UNTIL}),
    Move(ORDER, "request_return", "water water_manager", {"reason": "属环卫处"}),
    Move(ORDER, "assist_receive", "sanitation"),
    Move(ORDER, "assist_answer", "sanitation", {"reason": "已围护"}),
    Move(ORDER, "approve", "dispatcher shift_leader"),
    Move(ORDER, "deny", "dispatcher shift_leader", {"reason": "请尽快"}),
    Move(ORDER, "endorse", "dispatcher shift_leader", {"reason": "情况属实"}),
    Move(ORDER, "approve_second", "shift_leader leader other_leader"),
    Move(ORDER, "deny_second", "shift_leader leader other_leader", {"reason": "请尽快"}),
    Move(ORDER, "resume", "dispatcher shift_leader water water_manager"),
    Move(ORDER, "recalculate", "shift_leader", {"reason": "标准已改"}),
    Move(ORDER, "review_pass", "shift_leader"),
    Move(ORDER, "review_fail", "shift_leader", {"reason": "照片不清"}),
    Move(ORDER, "check_request", "shift_leader"),
    Move(ORDER, "check_pass", "inspector other_inspector"),
    Move(ORDER, "check_fail", "inspector other_inspector", {"reason": "井盖松动"}),
    Move(ORDER, "visit_close", "visitor other_visitor", {"result_id": "@satisfied"}),
    Move(ORDER, "visit_redo", "visitor other_visitor", {"reason": "仍漏水"}),
    Move(ORDER, "visit_unreached", "visitor other_visitor"),
    Move(ORDER, "close_direct", "shift_leader", {"reason": "来电人已确认"}),
    Move(ORDER, "reopen", "shift_leader", {"reason": "问题复发"}),
    Move(ORDER, "appeal", "water water_manager", {"reason": "返工不属我方责任", "appeal_kind": "rework"}),
    Move(ORDER, "appeal_review", "dispatcher shift_leader", {"reason": "情况属实"}),
    Move(ORDER, "appeal_grant", "shift_leader"),
    Move(ORDER, "appeal_deny", "shift_leader", {"reason": "责任明确"}),
    # urging and supervising; receipt and reply by those whom it was sent to, lifting by who sent it
    Move(ORDER, "urge", "dispatcher shift_leader", {"reason": "请尽快"}),
    Move(ORDER, "supervise", "leader other_leader shift_leader", {
        "category": "leader", "level": "1", "reason": "请今日办结"}),
    Move(ORDER, "supervision_receipt", "water water_manager"),
    Move(ORDER, "supervision_reply", "water water_manager", {"reason": "已安排"}),
    Move(ORDER, "supervision_lift", "leader", {"reason": "已到现场"}),
]

MOVES = {(move.model, move.code): move for move in _MOVES}
