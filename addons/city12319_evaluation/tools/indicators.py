"""Every figure that units, areas and people are judged by: its name, formula, base and a worked example. No ORM.

A figure is a sum of counters divided by a sum of counters; counters come from the facts (events, clocks, tasks, requests,
inspections). A denominator of zero gives no figure, shown as "–", never 0 %. Each worked example is a test.

An addon above may define more figures over more counters, in the same words. ``docs/indicators.md`` is printed from all.
"""

from dataclasses import dataclass, field

OBJECTS = ("area", "department", "post")


@dataclass(frozen=True)
class Counter:
    """What is counted. ``dims``: by area, by department, and by whom (person)."""

    code: str
    name: str
    zh: str
    meaning: str
    dims: str = "area department"
    unit: str = "cases"


@dataclass(frozen=True)
class Indicator:
    """``over`` ÷ ``base``, each a tuple of counters; one that begins with "-" is subtracted. No base: the sum itself."""

    code: str
    name: str
    zh: str
    over: tuple
    base: tuple = ()
    unit: str = "percent"  # percent, count, hours, seconds, points
    better: str = "up"
    note: str = ""
    note_zh: str = ""
    example: dict = field(default_factory=dict)
    result: float | None = None
    known: dict = field(default_factory=lambda: COUNTERS, repr=False, compare=False)  # counters by code

    @property
    def counters(self):
        """Codes of the counters that the figure needs."""
        return tuple(dict.fromkeys(term.lstrip("-") for term in (*self.over, *self.base)))

    @property
    def dims(self):
        """What the figure can be computed for: what all of its counters can be counted by."""
        shared = [set(self.known[code].dims.split()) for code in self.counters]
        return set.intersection(*shared)

    def formula(self, zh=False):
        """Return the formula in words."""
        over = self._words(self.over, zh)
        if not self.base:
            return over
        base = self.base_text(zh)
        left = f"({over})" if len(self.over) > 1 else over
        right = f"({base})" if len(self.base) > 1 else base
        return f"{left} ÷ {right}"

    def base_text(self, zh=False):
        """Return in words what the share is taken of; empty for a plain sum."""
        return self._words(self.base, zh)

    def _words(self, terms, zh):
        parts = []
        for term in terms:
            counter = self.known[term.lstrip("-")]
            sign = " − " if term.startswith("-") else " + " if parts else ""
            parts.append(sign + (counter.zh if zh else counter.name))
        return "".join(parts)

    def value(self, counts):
        """Return the figure, or None when there is nothing to judge.

        :param counts: ``{counter: number}``; what is missing is 0
        :return: a share (0.86 for 86 %), a count, or hours
        """
        over = total(self.over, counts)
        if not self.base:
            return over
        base = total(self.base, counts)
        if base <= 0:
            return None
        return over / base


def total(terms, counts):
    """Return the sum of the counters ``terms``; one that begins with "-" is subtracted."""
    return sum(-counts.get(term[1:], 0) if term.startswith("-") else counts.get(term, 0) for term in terms)


_COUNTERS = (
    # handling by departments: each dispatch or rework is one handling, with the clock that was promised for it
    Counter("handle_due", "handlings due", "应处置数",
            "Handlings that were settled in the period: fed back, or with their limit run out, whichever came first. Each "
            "handling is settled once, so that it falls in exactly one period. What the department gave back in time, what is "
            "suspended, what an appeal took out, and tickets that repeat another one are not counted."),
    Counter("handled", "handled", "处置数", "Of these, fed back by the end of the period."),
    Counter("handled_on_time", "handled in time", "按期处置数",
            "Of these, fed back within the limit: the moment that counts is when the department sends its result back."),
    Counter("handled_late", "handled late", "超期处置数", "Of these, fed back after the limit, by the end of the period."),
    Counter("late_pending", "late and not handled", "超期待处置数",
            "Of these, the limit ran out in the period and nothing was fed back by its end."),
    Counter("late_raw", "late, before appeals and suspensions", "超期数（含挂账、申诉）",
            "The raw fact: every handling that went over its limit, also those which are suspended or were taken out of "
            "the figures by an appeal."),
    Counter("handle_time", "time used for handling", "处置用时",
            "Working time, by the calendar of the clock, from dispatch to feedback, without suspensions, of what was handled.",
            unit="hours"),
    Counter("dispatched", "dispatches", "派遣数", "Orders sent to a department in the period.", "area department person"),
    Counter("dispatched_on_time", "dispatched in time", "按时派遣数",
            "Of these, sent before the limit of dispatch ran out.", "area department person"),
    Counter("dispatched_right", "dispatched rightly", "准确派遣数",
            "Of these, not sent to another department in the same round afterwards.", "area department person"),
    Counter("dispatch_due", "dispatches due", "应派遣数",
            "Dispatches of the period, and orders whose limit of dispatch ran out in it and that still wait at its end.",
            "area department person"),
    Counter("extended", "extensions", "延期数", "Extensions granted in the period."),
    Counter("suspended", "suspensions", "挂账数", "Suspensions granted in the period."),
    Counter("given_back", "given back", "回退数", "Refused at receipt, or returned with approval, in the period."),
    Counter("shirked", "given back without ground", "推诿数",
            "Given back by a department, and the very next dispatch of the order, in the period, went to it again."),
    # closing
    Counter("close_due", "closings due", "应结案数",
            "Cases whose handling is finished: closed in the period, or with the result fed back and waiting for review, "
            "check or return visit at its end. By person: who filed it.", "area department person"),
    Counter("closed", "closed", "结案数", "Of these, closed in the period.", "area department person"),
    Counter("closed_on_time", "closed in time", "按期结案数",
            "Of these, closed within the limit of the whole case.", "area department person"),
    Counter("closed_late", "closed late", "超期结案数",
            "Of these, closed after the limit of the whole case, unless an appeal took the case out."),
    Counter("closed_late_raw", "closed late, before appeals", "超期结案数（含申诉）",
            "The raw fact, with what appeals took out."),
    Counter("not_closed", "not closed", "未结案数", "Of the closings due, those that wait at the end of the period."),
    Counter("postponed", "postponed", "缓办数",
            "Of the closings due, those that had been suspended with approval and were not closed in time."),
    Counter("reworked", "reworks", "返工数",
            "Failed checks and reviews, after which the same department worked again; read from the events, counted when "
            "the case is closed; without those that an appeal took out."),
    Counter("judged", "citizens' judgements", "有效评价数",
            "Cases closed in the period with a judgement that counts as an answer."),
    Counter("satisfied", "satisfied", "满意数", "Of these, with a judgement that counts as satisfied."),
    # intake and filing
    Counter("registered", "registrations", "受理数", "Tickets registered in the period.", "area person"),
    Counter("registered_valid", "valid registrations", "有效受理数",
            "Of these, not void by the end of the period.", "area person"),
    Counter("answered", "answered on the spot", "直接办结数", "Tickets answered on the spot in the period.", "area person"),
    Counter("answered_on_time", "answered in time", "按时直接办结数",
            "Of these, within the limit of acceptance.", "area person"),
    Counter("public_reports", "reports of the public", "公众举报数",
            "Tickets of the period whose source is the public.", "area"),
    Counter("public_verified", "public reports verified", "举报核实数",
            "Reports of the public found true on site in the period.", "area"),
    Counter("reported", "inspectors' reports", "上报数",
            "Tickets of the period whose source is the inspectors; by person: who registered it.", "area person"),
    Counter("reported_valid", "valid reports", "有效上报数", "Of these, filed by the end of the period.", "area person"),
    Counter("filed", "filed", "立案数", "Cases filed in the period.", "area person"),
    Counter("filed_on_time", "filed in time", "按时立案数", "Of these, within the limit of judging.", "area person"),
    Counter("misfiled", "filed wrongly", "立案后退回数",
            "Of these, sent back for judging, or void, by the end of the period.", "area person"),
    Counter("missed", "missed by inspectors", "漏报数",
            "Of the cases filed, those that the public reported and no inspector did.", "area"),
    # verification before filing, check before closing
    Counter("verify_sent", "sent to verification", "发核实数", "Tickets sent to verification in the period.", "area person"),
    Counter("verify_sent_on_time", "sent to verification in time", "按时发核实数",
            "Of these, within the limit of judging.", "area person"),
    Counter("check_sent", "sent to check", "发核查数", "Orders sent to check in the period.", "area person"),
    Counter("check_sent_on_time", "sent to check in time", "按时发核查数",
            "Of these, within the limit of review.", "area person"),
    Counter("verify_due", "verifications due", "应核实数",
            "Verifications settled in the period: reported, or with their limit run out.", "area person"),
    Counter("verified", "verified", "核实数", "Of these, reported by the end of the period.", "area person"),
    Counter("verified_on_time", "verified in time", "按期核实数", "Of these, within the limit.", "area person"),
    Counter("check_due", "checks due", "应核查数",
            "Checks settled in the period: reported, or with their limit run out.", "area person"),
    Counter("checked", "checked", "核查数", "Of these, reported by the end of the period.", "area person"),
    Counter("checked_on_time", "checked in time", "按期核查数", "Of these, within the limit.", "area person"),
    # return visits
    Counter("visit_due", "return visits due", "应回访数",
            "Return visits settled in the period: done, or with their limit run out.", "area person"),
    Counter("visited", "return visits", "回访数",
            "Of these, done by the end of the period: answered, or given up after the calls that the rules ask for.",
            "area person"),
    Counter("visited_on_time", "return visits in time", "按时回访数", "Of these, within the limit.", "area person"),
    # spot checks
    Counter("inspected", "spot checks", "抽查数", "Final spot checks of the period.", "area department person"),
    Counter("inspection_points", "points deducted", "抽查扣分",
            "Points of the final spot checks of the period; points that an appeal waived do not count.", unit="points"),
)
COUNTERS = {counter.code: counter for counter in _COUNTERS}


def rate(code, name, zh, over, base, example, result, **options):
    """Return an indicator; ``over`` and ``base`` are codes of counters with blanks between, an empty base for a sum."""
    terms = [tuple(terms.split()) for terms in (over, base)]
    return Indicator(code, name, zh, *terms, example=example, result=result, **options)


_INDICATORS = (
    rate("handled_rate", "Handling rate", "处置率", "handled", "handle_due", {"handled": 96, "handle_due": 100}, 0.96),
    rate("handled_on_time_rate", "On-time handling rate", "按期处置率", "handled_on_time", "handle_due",
          {"handled_on_time": 86, "handle_due": 100}, 0.86),
    rate("late_pending_rate", "Overdue unhandled rate", "超期待处置率", "late_pending", "handle_due",
          {"late_pending": 4, "handle_due": 100}, 0.04, better="down"),
    rate("extended_rate", "Extension rate", "延期率", "extended", "handle_due",
          {"extended": 5, "handle_due": 100}, 0.05, better="down"),
    rate("closed_rate", "Closing rate", "结案率", "closed", "close_due", {"closed": 90, "close_due": 100}, 0.9),
    rate("closed_on_time_rate", "On-time closing rate", "按期结案率", "closed_on_time", "close_due",
          {"closed_on_time": 70, "close_due": 100}, 0.7),
    rate("closed_on_time_rate_net", "On-time closing rate without postponed cases", "按期结案率（扣除缓办）",
          "closed_on_time", "close_due -postponed", {"closed_on_time": 72, "close_due": 100, "postponed": 10}, 0.8,
          note="The variant of cities that take suspended cases out of the base.",
         note_zh="部分城市的口径：基数中扣除挂账案件。"),
    rate("closed_late_rate", "Late closing rate", "超期结案率", "closed_late", "close_due",
          {"closed_late": 20, "close_due": 100}, 0.2, better="down"),
    rate("rework_rate", "Rework rate", "返工率", "reworked", "close_due",
          {"reworked": 3, "close_due": 60}, 0.05, better="down",
          note="Can pass 100 %: a case may be worked on again several times.",
         note_zh="可能超过 100 %：同一案件可多次返工。"),
    rate("filed_on_time_rate", "On-time filing rate", "按时立案率", "filed_on_time", "filed",
          {"filed_on_time": 47, "filed": 50}, 0.94),
    rate("filed_right_rate", "Accurate filing rate", "准确立案率", "filed -misfiled", "filed",
          {"filed": 50, "misfiled": 2}, 0.96),
    rate("dispatched_on_time_rate", "On-time dispatch rate", "按时派遣率", "dispatched_on_time", "dispatch_due",
          {"dispatched_on_time": 45, "dispatch_due": 50}, 0.9),
    rate("dispatched_right_rate", "Accurate dispatch rate", "准确派遣率", "dispatched_right", "dispatch_due",
          {"dispatched_right": 48, "dispatch_due": 50}, 0.96),
    rate("reported_valid_rate", "Valid report rate", "有效上报率", "reported_valid", "reported",
          {"reported_valid": 30, "reported": 40}, 0.75,
          note="Only what was filed counts as valid; a void report does not.",
         note_zh="只有立案的算有效上报，作废的不算。"),
    rate("verified_on_time_rate", "On-time verification rate", "按期核实率", "verified_on_time", "verify_due",
          {"verified_on_time": 19, "verify_due": 20}, 0.95),
    rate("checked_on_time_rate", "On-time check rate", "按期核查率", "checked_on_time", "check_due",
          {"checked_on_time": 18, "check_due": 20}, 0.9),
    rate("missed_rate", "Missed report rate", "漏报率", "missed", "filed", {"missed": 15, "filed": 60}, 0.25, better="down",
          note="Better when lower: schemes take (1 − rate).",
         note_zh="越低越好：评价方案取（1 − 率）。"),
    rate("public_verified_rate", "Verified public report rate", "监督举报率", "public_verified", "filed",
          {"public_verified": 12, "filed": 60}, 0.2, better="down"),
    rate("filed_rate", "Filing rate", "立案率", "filed", "registered", {"filed": 60, "registered": 80}, 0.75,
          note="Standards leave the base open; here it is what was registered in the period.",
         note_zh="标准未规定基数；这里以本期受理数为基数。"),
    rate("satisfied_rate", "Satisfaction rate", "满意率", "satisfied", "judged", {"satisfied": 27, "judged": 30}, 0.9,
          note="Only judgements that count as an answer are in the base; who was not reached is not.",
         note_zh="基数只含有效评价，未接通的不计。"),
    rate("handle_hours", "Mean time of handling", "平均处置时长", "handle_time", "handled",
          {"handle_time": 100, "handled": 25}, 4.0, unit="hours", better="down", note="In working hours.",
         note_zh="按工作时计算。"),
    rate("given_back_rate", "Give-back rate", "回退率", "given_back", "dispatched",
          {"given_back": 3, "dispatched": 60}, 0.05, better="down"),
    rate("shirked_rate", "Groundless give-back rate", "推诿率", "shirked", "dispatched",
          {"shirked": 3, "dispatched": 100}, 0.03, better="down"),
    rate("registered_valid_rate", "Valid registration rate", "有效受理率", "registered_valid", "registered",
          {"registered_valid": 99, "registered": 100}, 0.99),
    rate("answered_on_time_rate", "On-time answer rate", "按时答复率", "answered_on_time", "answered",
          {"answered_on_time": 19, "answered": 20}, 0.95),
    rate("verify_sent_on_time_rate", "On-time sending to verification", "核实按时派发率", "verify_sent_on_time", "verify_sent",
          {"verify_sent_on_time": 9, "verify_sent": 10}, 0.9),
    rate("check_sent_on_time_rate", "On-time sending to check", "核查按时派发率", "check_sent_on_time", "check_sent",
          {"check_sent_on_time": 8, "check_sent": 10}, 0.8),
    rate("visited_on_time_rate", "On-time return visit rate", "按时回访率", "visited_on_time", "visit_due",
          {"visited_on_time": 18, "visit_due": 20}, 0.9),
    rate("registered_count", "Registrations (count)", "受理数", "registered", "", {"registered": 512}, 512, unit="count"),
    rate("dispatched_count", "Dispatches (count)", "派遣数", "dispatched", "", {"dispatched": 320}, 320, unit="count"),
    rate("visited_count", "Return visits (count)", "回访数", "visited", "", {"visited": 210}, 210, unit="count"),
    rate("inspected_count", "Spot checks (count)", "抽查数", "inspected", "", {"inspected": 12}, 12, unit="count"),
    rate("reworked_count", "Reworks (count)", "返工数", "reworked", "", {"reworked": 4}, 4, unit="count", better="down"),
    rate("shirked_count", "Groundless give-backs (count)", "推诿数", "shirked", "", {"shirked": 2}, 2, unit="count",
          better="down"),
    rate("late_count", "Overdue before appeals and suspensions (count)", "超期数（含挂账、申诉）", "late_raw", "",
          {"late_raw": 9}, 9, unit="count", better="down", note="The raw fact beside the rates.",
         note_zh="与各率并列的原始事实。"),
    rate("inspection_points", "Points deducted by spot checks", "抽查扣分", "inspection_points", "",
          {"inspection_points": 6.5}, 6.5, unit="points", better="down"),
)
INDICATORS = {indicator.code: indicator for indicator in _INDICATORS}


def text_of(value, unit):
    """Return a figure for people; "–" when there is none."""
    if value is None:
        return "–"
    if unit == "percent":
        return f"{value * 100:.1f} %"
    if unit == "hours":
        return f"{value:.1f} h"
    if unit == "seconds":
        return f"{value:.0f} s"
    return f"{value:g}"


# ---------------------------------------------------------------------- for people


def figure_rows(figures):
    """Return the rows of a table of definitions, for administrators."""
    rows = []
    for item in figures:
        example = ", ".join(f"{item.known[code].zh} {number:g}" for code, number in item.example.items())
        better = {"up": "higher", "down": "lower", "": "–"}[item.better]
        rows.append([
            f"{item.zh} `{item.code}`", item.name, item.formula(zh=True), item.base_text() or "–",
            " ".join(sorted(item.dims)), better, f"{example} → {text_of(item.result, item.unit)}", item.note,
        ])
    return rows


def counter_rows(counters):
    """Return the rows of a table of counters, for administrators."""
    return [[f"{item.zh} `{item.code}`", item.name, item.dims.replace(" ", ", "), item.meaning] for item in counters]


def table(headers, rows):
    """Return a table in Markdown."""
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [headers, ["---"] * len(headers), *rows])
