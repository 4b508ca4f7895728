"""Every figure of statistics: those that units are judged by, and those of calls, intake, orders, stages and visits. No ORM.

The words and the arithmetic are those of the evaluation (``city12319_evaluation/tools/indicators.py``), which is passed in,
so that this file works without Odoo. ``docs/indicators.md`` is printed from here, and each worked example is a test:

    python addons/city12319_reports/tools/figures.py > docs/indicators.md
"""

from dataclasses import dataclass

CALL, CASE, UNIT, VISIT = "queue hour person", "area category person", "area category department", "area department person"

# code, English, Chinese, what is counted, by what
_TICKETS = (
    ("rejected", "not processed", "不处理数", "Tickets rejected in the period."),
    ("voided", "void", "作废数", "Tickets made void in the period."),
    ("escalated", "reported to a leader", "上报领导数", "Tickets reported to a leader in the period."),
    ("transferred", "transferred", "协办转办数", "Tickets transferred to other bodies in the period."),
    ("repeated", "repetitions", "重复件数", "Tickets of the period that repeat another one (same matter, same place)."),
    ("first_solved", "solved at first contact", "一次解决数",
     "Answered on the spot in the period, and no other ticket from the same number in the same category within 72 hours."),
)
_ORDERS = (
    ("received", "received", "签收数", "Orders received by a department in the period."),
    ("refused", "refused at receipt", "拒收数", "Orders that a department put back at receipt in the period."),
    ("returned", "returned with approval", "批准回退数", "Orders given back on request, with approval, in the period."),
    ("extension_asked", "extensions asked for", "申请延期数", "Extensions asked for in the period, whatever was decided."),
    ("suspend_asked", "suspensions asked for", "申请挂账数", "Suspensions asked for in the period, whatever was decided."),
    ("urged", "urge notices", "催办数", "Urge notices of the period, by people and by the system."),
    ("supervised", "supervision notices", "督办数", "Supervision notices of the period."),
    ("redone", "done again after a visit", "重办数", "Cases that a return visit sent back to be done again in the period."),
    ("reopened", "reopened", "重开数", "Closed cases that were opened again in the period."),
)
_STAGES = (
    ("stage_done", "stages ended", "环节完成数", "Stages that a case left in the period."),
    ("stage_limited", "stages ended that had a limit", "有时限环节完成数", "Of these, with a time limit."),
    ("stage_on_time", "stages ended in time", "环节按时完成数",
     "Of these, within the limit, or taken out of the figures by an appeal."),
    ("stage_time", "time used in stages", "环节用时", "Working hours, by the calendar of each clock, without suspensions."),
)
_VISITS = (
    ("visit_opened", "return visits opened", "产生回访数", "Return visits that were opened in the period."),
    ("visit_ended", "return visits ended", "完成回访数", "Return visits answered, or given up as not reached, in the period."),
    ("visit_reached", "citizens reached", "接通回访数", "Of these, with somebody on the line."),
    ("visit_effective", "effective answers", "有效评价数（回访）", "Of these, with a judgement that counts as an answer."),
    ("visit_satisfied", "satisfied answers", "满意数（回访）", "Of these, with a judgement that counts as satisfied."),
    ("visit_unsatisfied", "unsatisfied answers", "不满意数（回访）", "Of these, with a judgement that counts as unsatisfied."),
    ("visit_redone", "visits that asked for more", "回访要求重办数", "Of these, after which the case was done again."),
    ("visit_skipped", "not called", "未回访数", "Visits that ended without a call: not drawn, or no number."),
)
_CALLS = (
    ("call_in", "incoming calls", "呼入量", "Calls that reached the number: before the menu, in and out of service time."),
    ("call_requested", "calls that asked for an agent", "人工请求量",
     "Of these, put into a queue. Calls out of service time, blocked ones, and those ended in the menu are not among them."),
    ("call_answered", "answered", "接通量", "Of the calls that asked for an agent, answered by one."),
    ("call_quick", "answered within 15 s", "15秒接通量", "Of these, answered within 15 seconds in the queue."),
    ("call_abandoned", "abandoned", "放弃量",
     "Asked for an agent and talked to none: the caller hung up, nobody answered, a message was left, or the call was lost."),
    ("call_abandoned_quick", "abandoned within 5 s", "5秒内放弃量", "Of these, ended within 5 seconds in the queue."),
    ("call_registered", "calls with a ticket", "成单数", "Incoming calls from which at least one ticket was registered."),
    ("call_consulted", "consultations", "咨询数", "Incoming calls that their agent disposed of as answered at once."),
    ("call_nuisance", "nuisance and wrong numbers", "骚扰及误拨数", "Incoming calls disposed of as nuisance or wrong number."),
    ("call_repeated", "calls of the same number within 7 days", "二次来电数",
     "Incoming calls whose number had called in the 7 days before."),
    ("call_after_hours", "calls out of service time", "非服务时间来电数", "Incoming calls that found the line closed."),
    ("call_wait", "time in queues", "排队时长", "Of calls that asked for an agent, from the queue to the answer or end."),
    ("call_wait_answered", "time in queues of answered calls", "接通电话排队时长", "Of the answered ones alone."),
    ("call_ring", "ringing time", "振铃时长", "All rings at agents, of the calls that asked for an agent."),
    ("call_talk", "talking time", "通话时长", "Of answered calls, from the answer to the end of the talk, without hold."),
    ("call_hold", "hold time", "保持时长", "Of answered calls."),
    ("call_rated", "calls with a rating", "参评数", "Answered calls whose caller pressed a key for the rating."),
    ("call_satisfied", "calls rated well", "满意参评数", "Of these, with a key that counts as satisfied (a setting)."),
    ("call_out", "outgoing calls", "呼出量", "Calls that agents made."),
    ("call_out_answered", "outgoing calls answered", "呼出接通量", "Of these, answered."),
    ("call_out_talk", "talking time of outgoing calls", "呼出通话时长", "Of these, from the answer to the end of the talk."),
    ("call_talk_max", "longest talk", "最大通话时长", "The longest talk of an answered incoming call."),
)
_SEATS = (
    ("seat_after_call", "after-call work", "话后整理时长", "How long agents were in after-call work."),
    ("seat_ready", "ready", "示闲时长", "How long agents were ready, talking included."),
    ("seat_busy", "busy", "示忙时长", "How long agents were busy, rests included."),
    ("seat_signed_in", "signed in", "签入时长", "Ready, busy and after-call work together."),
)
_UNITS = {"stage_time": "hours"}
_SECONDS = {"call_wait", "call_wait_answered", "call_ring", "call_talk", "call_hold", "call_out_talk", "call_talk_max"}
LARGEST = {"call_talk_max"}  # of several days: the largest, not the sum
STOCKS = {"not_closed", "postponed_open"}  # of several days: the last

# remarks on figures, in the words of Chinese reports
_NOTES_ZH = {
    "GB/T 33358 asks for 95 % or more over any 24 hours.": "GB/T 33358 要求任意 24 小时不低于 95 %。",
    "Who hangs up at once was not kept waiting.": "立即挂断的来电没有等待。",
    "Variant A: how quick the calls were that got through.": "口径一：接通的来电有多快。",
    "Variant B: how many of those who asked were served quickly. Never above variant A.":
        "口径二：请求人工的来电中有多少很快接通；不会高于口径一。",
    "100 % − answered rate.": "即 100 % − 接通率。",
    "Same base as the answered rate.": "与接通率的基数相同。",
    "Talk, hold and after-call work (AHT).": "通话、保持与话后整理之和（AHT）。",
    "Of all incoming calls, not of answered ones.": "以全部呼入量为基数，不是接通量。",
    "The service of the call, not the outcome of the case.": "评价的是来电服务，不是案件办理结果。",
    "Talk, hold and after-call work, of these and the time an agent waited for calls.":
        "通话、保持、话后整理占示闲（含通话）与话后整理时间之和的比例。",
    "Of valid registrations.": "以有效受理数为基数。",
    "Put back at receipt, of what was dispatched; returns with approval are not among them.":
        "签收时放回的占派遣数的比例，不含批准回退。",
    "Can pass 100 %: a case may be urged several times.": "可能超过 100 %：同一案件可多次催办。",
    "Stages without a limit are not in the base.": "没有时限的环节不在基数中。",
    "In working hours.": "按工作时计算。",
    "How much the satisfaction rate rests on.": "说明满意率建立在多少评价之上。",
    "By the day of the visit; 满意率 of the evaluation counts by the day of closing.":
        "按回访日统计；考核评价的满意率按结案日统计。",
    "Those who gave up are among them.": "含中途放弃的来电。",
    "Without hold.": "不含保持时间。",
    "By day and by person; seats know no queue.": "可按日、按人统计；话后整理不区分队列。",
}


@dataclass(frozen=True)
class Catalogue:
    """All counters and figures by code."""

    counters: dict
    figures: dict


def _counts(indicators, rows, dims):
    for code, name, zh, meaning in rows:
        unit = "seconds" if code in _SECONDS or code.startswith("seat_") else _UNITS.get(code, "cases")
        yield indicators.Counter(code, name, zh, meaning, dims, unit)


def catalogue(indicators):
    """Return the :class:`Catalogue` of everything that is counted.

    :param indicators: the module of the evaluation's definitions
    """
    counters = dict(indicators.COUNTERS)
    for rows, dims in ((_TICKETS, CASE), (_ORDERS, UNIT), (_STAGES, "department area stage"), (_VISITS, VISIT),
                       (_CALLS, CALL), (_SEATS, "person")):
        counters.update((counter.code, counter) for counter in _counts(indicators, rows, dims))
    counters["postponed_open"] = indicators.Counter(
        "postponed_open", "waiting after a suspension", "待结案缓办数",
        "Of the cases not closed at the end of the period, those that had been suspended with approval.")
    figures = {code: item for code, item in indicators.INDICATORS.items() if item.base}
    for code, name, zh, over, base, example, result, options in _rates():
        figures[code] = indicators.rate(
            code, name, zh, over, base, example, result, known=counters, note_zh=_NOTES_ZH.get(options.get("note"), ""),
            **options)
    for counter in counters.values():
        code = counter.code
        unit = counter.unit if counter.unit in ("hours", "seconds", "points") else "count"
        figures.setdefault(code, indicators.rate(
            code, counter.name[0].upper() + counter.name[1:], counter.zh, code, "", {code: 12}, 12, unit=unit, better="",
            known=counters))
    return Catalogue(counters, figures)


def _rates():
    """Yield what is divided: code, English, Chinese, counters above and below the line, a worked example, options."""
    yield from _call_rates()
    yield from _seat_rates()
    yield from _case_rates()


def _call_rates():
    low, note = {"better": "down"}, "note"
    yield ("call_answer_rate", "Answered rate", "接通率", "call_answered", "call_requested",
           {"call_answered": 95, "call_requested": 100}, 0.95, {note: "GB/T 33358 asks for 95 % or more over any 24 hours."})
    yield ("call_answer_rate_net", "Answered rate without short hang-ups", "接通率（扣除5秒内放弃）", "call_answered",
           "call_requested -call_abandoned_quick", {"call_answered": 95, "call_requested": 100, "call_abandoned_quick": 2},
           95 / 98, {note: "Who hangs up at once was not kept waiting."})
    yield ("call_quick_rate", "Answered within 15 s, of answered calls", "15秒接通率（占接通量）", "call_quick",
           "call_answered", {"call_quick": 76, "call_answered": 95}, 0.8,
           {note: "Variant A: how quick the calls were that got through."})
    yield ("call_quick_rate_requested", "Answered within 15 s, of all requests", "15秒接通率（占人工请求量）", "call_quick",
           "call_requested", {"call_quick": 76, "call_requested": 100}, 0.76,
           {note: "Variant B: how many of those who asked were served quickly. Never above variant A."})
    yield ("call_loss_rate", "Lost rate", "呼损率", "call_requested -call_answered", "call_requested",
           {"call_requested": 100, "call_answered": 95}, 0.05, {**low, note: "100 % − answered rate."})
    yield ("call_abandon_rate", "Abandoned rate", "放弃率", "call_abandoned", "call_requested",
           {"call_abandoned": 4, "call_requested": 100}, 0.04, {**low, note: "Same base as the answered rate."})
    yield ("call_abandon_quick_rate", "Abandoned within 5 s, of abandoned calls", "5秒内放弃率", "call_abandoned_quick",
           "call_abandoned", {"call_abandoned_quick": 1, "call_abandoned": 4}, 0.25, {"better": ""})
    seconds = {"unit": "seconds", "better": "down"}
    for code, name, zh, over, base, remark in (
        ("call_wait_mean", "Mean time in queue, all requests", "平均排队时长（全部请求）", "call_wait", "call_requested",
         "Those who gave up are among them."),
        ("call_wait_answered_mean", "Mean time in queue, answered calls", "平均排队时长（仅接通）", "call_wait_answered",
         "call_answered", ""),
        ("call_ring_mean", "Mean ringing time", "平均振铃时长", "call_ring", "call_requested", ""),
        ("call_talk_mean", "Mean talking time", "平均通话时长", "call_talk", "call_answered", "Without hold."),
        ("call_after_mean", "Mean after-call work", "平均话后整理时长", "seat_after_call", "call_answered",
         "By day and by person; seats know no queue."),
    ):
        yield code, name, zh, over, base, {over: 1200, base: 100}, 12.0, {**seconds, note: remark}
    yield ("call_handle_mean", "Mean handling time", "平均话务处理时长", "call_talk call_hold seat_after_call", "call_answered",
           {"call_talk": 12000, "call_hold": 600, "seat_after_call": 2400, "call_answered": 100}, 150.0,
           {**seconds, note: "Talk, hold and after-call work (AHT)."})
    yield ("call_registered_rate", "Registered rate", "成单率", "call_registered", "call_in",
           {"call_registered": 60, "call_in": 120}, 0.5, {"better": "", note: "Of all incoming calls, not of answered ones."})
    yield ("call_rated_rate", "Rating rate", "参评率", "call_rated", "call_answered",
           {"call_rated": 40, "call_answered": 100}, 0.4, {})
    yield ("call_satisfied_rate", "Satisfaction with the call", "满意率（来电评价）", "call_satisfied", "call_rated",
           {"call_satisfied": 38, "call_rated": 40}, 0.95, {note: "The service of the call, not the outcome of the case."})
    yield ("call_repeated_rate", "Repeated call rate", "二次来电率", "call_repeated", "call_in",
           {"call_repeated": 6, "call_in": 120}, 0.05, low)


def _seat_rates():
    times = {"call_talk": 12000, "call_hold": 600, "seat_after_call": 2400}
    yield ("seat_occupancy", "Occupancy", "坐席占用率", "call_talk call_hold seat_after_call", "seat_ready seat_after_call",
           {**times, "seat_ready": 17600}, 0.75,
           {"better": "", "note": "Talk, hold and after-call work, of these and the time an agent waited for calls."})
    yield ("seat_use", "Use of working time", "工时利用率", "call_talk call_hold seat_after_call", "seat_signed_in",
           {**times, "seat_signed_in": 25000}, 0.6, {"better": ""})


def _case_rates():
    yield ("first_solved_rate", "Solved at first contact", "一次解决率", "first_solved", "registered_valid",
           {"first_solved": 30, "registered_valid": 100}, 0.3, {"note": "Of valid registrations."})
    yield ("repeated_rate", "Repetition rate", "重复件率", "repeated", "registered", {"repeated": 5, "registered": 100}, 0.05,
           {"better": "down"})
    yield ("refused_rate", "Refusal rate", "拒收率", "refused", "dispatched", {"refused": 3, "dispatched": 60}, 0.05,
           {"better": "down", "note": "Put back at receipt, of what was dispatched; returns with approval are not among them."})
    yield ("urged_rate", "Urge rate", "催办率", "urged", "dispatched", {"urged": 6, "dispatched": 60}, 0.1,
           {"better": "down", "note": "Can pass 100 %: a case may be urged several times."})
    yield ("stage_on_time_rate", "Stages in time", "环节按时率", "stage_on_time", "stage_limited",
           {"stage_on_time": 90, "stage_limited": 100}, 0.9, {"note": "Stages without a limit are not in the base."})
    yield ("stage_hours", "Mean time of a stage", "环节平均用时", "stage_time", "stage_done",
           {"stage_time": 100, "stage_done": 25}, 4.0, {"unit": "hours", "better": "down", "note": "In working hours."})
    yield ("visit_reached_rate", "Reached rate of visits", "回访接通率", "visit_reached", "visit_ended",
           {"visit_reached": 80, "visit_ended": 100}, 0.8, {})
    yield ("visit_answered_rate", "Coverage of judgements", "评价覆盖率", "visit_effective", "visit_ended",
           {"visit_effective": 70, "visit_ended": 100}, 0.7, {"note": "How much the satisfaction rate rests on."})
    yield ("visit_satisfied_rate", "Satisfaction rate of visits", "满意率（回访）", "visit_satisfied", "visit_effective",
           {"visit_satisfied": 63, "visit_effective": 70}, 0.9,
           {"note": "By the day of the visit; 满意率 of the evaluation counts by the day of closing."})
    yield ("visit_unsatisfied_rate", "Dissatisfaction rate of visits", "不满意率（回访）", "visit_unsatisfied",
           "visit_effective", {"visit_unsatisfied": 7, "visit_effective": 70}, 0.1, {"better": "down"})


_INTRODUCTION = """\
# Indicators

What is counted, and what units, areas and people are judged by. This page is printed from the definitions in
`addons/city12319_evaluation/tools/indicators.py` and `addons/city12319_reports/tools/figures.py`, the one place for these
words; each worked example is a test. To print it again:

    python addons/city12319_reports/tools/figures.py > docs/indicators.md

A base of zero gives no figure: it is shown as "–", and its weight goes to the other indicators of a scheme. A period runs
from the first day, 0:00, to the last day, 24:00, in the time zone of the city. "By" says what a figure can be computed for.
Schemes of evaluation choose from the figures of judgement; reports choose from all, and every counter is a figure as well.
"""


def markdown(indicators):
    """Return the page for administrators."""
    everything = catalogue(indicators)
    judged = indicators.INDICATORS.values()
    more = [item for code, item in everything.figures.items() if item.base and code not in indicators.INDICATORS]
    headers = ["指标", "Name", "Formula", "Base", "By", "Better", "Worked example", "Note"]
    return "\n\n".join([
        _INTRODUCTION.strip("\n"),
        "## Figures of judgement\n\n" + indicators.table(headers, indicators.figure_rows(judged)),
        "## Figures of statistics\n\n" + indicators.table(headers, indicators.figure_rows(more)),
        "## Counters\n\n" + indicators.table(
            ["计数", "Name", "By", "What is counted"], indicators.counter_rows(everything.counters.values())),
    ]) + "\n"


if __name__ == "__main__":
    import importlib.util
    import sys
    from pathlib import Path

    path = Path(__file__).parents[2] / "city12319_evaluation/tools/indicators.py"
    spec = importlib.util.spec_from_file_location("indicators", path)
    definitions = sys.modules["indicators"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(definitions)
    sys.stdout.write(markdown(definitions))
