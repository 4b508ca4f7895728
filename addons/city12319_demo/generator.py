"""Plans the cases of the made-up city: who calls when about what, and what becomes of it. No ORM, no clock of its own.

The same moment always gives the same plan. Older cases run to their end; what would lie in the future has not
happened yet, so that the newest cases are open by themselves. Some are held at a certain point on purpose, so that
every stage is there at whatever time the addon is installed.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from .case_path import Path
from .hours import FIRST_HOUR, LAST_HOUR, at_work, call_time, to_local
from .people import CONTACTS, LIAISON, Callers, Person
from .places import City, Place
from .scenarios import Scenarios
from .texts import CATALOGUE, Template, phrases

TICKETS = 300
DAYS = 60
DUPLICATES = 12
EMPTY_CALLS = 5
SOURCES = {"public": 74, "department": 8, "inspector": 8, "leader": 5, "other": 5}

# cases held at a stage or right after a transition: (where, how many, recipe, options, least and most days old)
HELD = (
    ("registered", 4, "filed", {}, (0, 1)),
    ("verifying", 3, "filed", {"source": "public", "verified": True}, (0, 1)),
    ("leader_review", 3, "escalated", {}, (0, 2)),
    ("instruct_pass", 1, "escalated", {}, (0, 3)),
    ("instruct_verify", 1, "escalated", {"instruction": "verify"}, (0, 3)),
    ("pending_dispatch", 3, "filed", {}, (0, 1)),
    ("send_back", 1, "sent_back", {}, (0, 1)),
    ("refuse", 2, "filed", {"bounce": "refuse"}, (0, 2)),
    ("pending_receipt", 5, "filed", {}, (0, 2)),
    ("handling", 8, "filed", {}, (1, 6)),
    ("request_extension", 3, "filed", {"request": ("extension", True)}, (1, 4)),
    ("request_suspend", 1, "filed", {"request": ("suspend", True)}, (1, 4)),
    ("request_return", 2, "filed", {"bounce": "return"}, (1, 3)),
    ("suspended", 4, "filed", {"request": ("suspend", True)}, (3, 8)),
    ("review", 4, "filed", {}, (1, 5)),
    ("checking", 4, "filed", {"checked": True}, (2, 6)),
    ("check_fail", 2, "filed", {"reworks": 1}, (2, 6)),
    ("pending_visit", 5, "filed", {}, (2, 7)),
    ("visit_redo", 1, "filed", {"ending": "redo"}, (4, 9)),
    ("reopen", 1, "filed", {"ending": "reopen"}, (10, 20)),
)
# recipes of problems for a department, with their weights
RECIPES = {"filed": 78, "escalated": 11, "verified_away": 5, "rejected": 4, "void": 2}
OUTSIDE_RECIPES = {"transferred": 76, "sent_back": 10, "escalated": 14}


@dataclass
class Case:
    """One ticket with all that happens to it."""

    at: datetime  # local time of registration
    agent: str
    caller: Person
    source: str
    category: str
    template: Template
    place: Place
    department: str = ""
    department_name: str = ""
    wrong_department: str = ""  # where it is sent first, when it bounces
    bounce: str = ""  # refuse or return
    assist: tuple = ()
    request: tuple = ()  # (kind, approved)
    reworks: int = 0
    checked: bool = False
    verified: bool = False
    instruction: str = "pass"
    ending: str = ""  # redo or reopen
    duplicate_of: "Case | None" = None
    values: dict = field(default_factory=dict)
    steps: list = field(default_factory=list)

    @property
    def stage(self):
        """Code of the stage that the ticket is in at the end."""
        return self.steps[-1].stage if self.steps else "registered"


class Generator:
    """Makes the plan for the moment ``now`` (UTC)."""

    def __init__(self, now, seed=12319):
        self.rng = random.Random(seed)
        self.now = to_local(now.replace(microsecond=0))
        self.midnight = self.now.replace(hour=0, minute=0, second=0)
        self.city = City()
        self.callers = Callers(self.rng)
        self.templates = [(category, item) for category, items in CATALOGUE.items() for item in items]
        self.actionable = [pair for pair in self.templates if not pair[1].answered_at_once]

    def plan(self):
        """Return all cases, oldest first."""
        held = [
            self.held(where, recipe, options, days)
            for where, count, recipe, options, days in HELD for _time in range(count)
        ]
        free = TICKETS - len(held) - DUPLICATES - EMPTY_CALLS
        cases = held + [self.free(number) for number in range(free)]
        cases += [self.duplicate(original) for original in self.originals(cases)]
        cases += [self.empty_call() for _time in range(EMPTY_CALLS)]
        return sorted(cases, key=lambda case: case.at)

    # ------------------------------------------------------------------ kinds of cases

    def free(self, number):
        """A case that goes its way up to now. Every template has its turn."""
        category, template = self.templates[number] if number < len(self.templates) else self.rng.choice(self.templates)
        case = self.case(category, template, self.moment(0, DAYS - 1))
        self.walk(case, self.recipe(case))
        return case

    def held(self, where, recipe, options, days):
        """A case that stays at ``where``: begun as late as possible, so that it came there before now."""
        options = dict(options)
        outside = recipe == "sent_back"
        start = self.moment(*days)
        while True:
            category, template = self.rng.choice(self.actionable)
            if (template.department in LIAISON) == outside:
                case = self.case(category, template, start, **options)
                if self.walk(case, recipe, where):
                    return case
            start = self.moment_before(start)

    def originals(self, cases):
        """Choose the cases that somebody else reports too."""
        first, last = self.now - timedelta(days=DAYS - 1), self.now - timedelta(hours=30)
        return self.rng.sample([
            case for case in cases
            if case.source == "public" and first < case.at < last and case.template.service in ("event", "complaint")
        ], DUPLICATES)

    def duplicate(self, original):
        wait = timedelta(minutes=self.rng.randint(12, 600))
        case = self.case(
            original.category, original.template, at_work(self.rng, original.at + wait, "hotline"),
            source="public", place=original.place, duplicate_of=original,
            agent=original.agent,  # who took the first call knows it, and may link to it
        )
        self.walk(case, "duplicate")
        return case

    def empty_call(self):
        """Nobody speaks, or a wrong number: registered all the same, and void."""
        summary, text = self.rng.choice(phrases.EMPTY_CALLS)
        template = Template("other", summary, text, ("",), ("",))
        case = self.case("other", template, self.moment(2, DAYS - 1), source="public")
        for name in ("address", "area_id", "latitude", "longitude", "confidential"):
            del case.values[name]
        case.values["description"] = text
        case.values["caller_name"] = ""
        self.walk(case, "void")
        return case

    def recipe(self, case):
        if case.template.answered_at_once:
            return "answered" if self.rng.random() < 0.93 else "rejected"
        recipes = OUTSIDE_RECIPES if case.department in LIAISON else RECIPES
        if case.source == "leader":  # filed without verification on site, and never turned down
            recipes = {name: recipes[name] for name in ("filed", "escalated", "transferred") if name in recipes}
        return self.rng.choices(list(recipes), recipes.values())[0]

    def walk(self, case, recipe, stop=None):
        """Fill in the steps of ``case`` up to now; tell whether it came to ``stop``."""
        path = Path(self.rng, case.at, stop)
        getattr(Scenarios(path, case), recipe)()
        case.steps = [step for step in path.steps if step.at < self.now]
        return path.stopped and len(case.steps) == len(path.steps)

    # ------------------------------------------------------------------ times

    def moment(self, least, most):
        """Return a time of a call between ``least`` and ``most`` days ago; recent days are busier."""
        weights = [2.2 if day < 10 else 1 for day in range(least, most + 1)]
        while True:
            (days,) = self.rng.choices(range(least, most + 1), weights)
            at = call_time(self.rng, self.midnight - timedelta(days=days))
            if at < self.now - timedelta(minutes=10):
                return at
            most += days == least  # before the first call of today: look further back
            weights.append(1)

    def moment_before(self, at):
        """Return a time of a call some hours before ``at``."""
        earlier = at - timedelta(minutes=self.rng.randint(60, 600))
        if FIRST_HOUR <= earlier.hour < LAST_HOUR:
            return earlier
        evening_before = earlier - timedelta(hours=FIRST_HOUR)
        return call_time(self.rng, evening_before.replace(hour=0, minute=0, second=0))

    # ------------------------------------------------------------------ one case

    def case(self, category, template, at, **given):
        source = given.pop("source", None) or self.source(template)
        department = template.department or ("enforcement" if category == "other" else category)
        case = Case(
            at=at, agent=self.rng.choice(("agent1", "agent2")), caller=self.caller(source), source=source,
            category=category, template=template, place=given.pop("place", None) or self.city.place(self.rng, template),
            department=department, department_name=self.city.departments[department],
        )
        case = replace(case, **{**self.turns(case), **given})
        case.values = self.ticket_values(case)
        return case

    def source(self, template):
        sources = {**SOURCES, "inspector": 0} if template.service != "event" else SOURCES
        return self.rng.choices(list(sources), sources.values())[0]

    def caller(self, source):
        return CONTACTS.get(source) or self.callers.pick()

    def turns(self, case):
        """Draw what happens on the way of ``case``: nothing is verified, checked or done again for a suggestion."""
        rng = self.rng
        factual = case.template.service != "suggestion"
        others = [key for key in self.city.departments if key not in (case.department, *LIAISON)]
        wrong, helper = rng.sample(others, 2)
        return {
            "bounce": rng.choices(("", "refuse", "return"), (84, 12, 4))[0],
            "wrong_department": wrong,
            "assist": (helper,) if rng.random() < 0.12 else (),
            "request": rng.choices(
                ((), ("extension", True), ("extension", False), ("suspend", True)), (83, 8, 5, 4),
            )[0],
            "reworks": rng.choices((0, 1, 2), (83, 13, 4))[0] * factual,
            "checked": factual and rng.random() < 0.6,
            "verified": factual and case.source in ("public", "other") and rng.random() < 0.4,
            "instruction": rng.choices(("pass", "verify", "other"), (6, 3, 2))[0],
            "ending": rng.choices(("", "redo", "reopen"), (90, 6, 4))[0],
        }

    def ticket_values(self, case):
        """Return the values of the registration form; values of fields that end in _id are xml ids."""
        rng, template, place, caller = self.rng, case.template, case.place, case.caller
        reports, questions = phrases.WHO[case.source]
        when, least, most = rng.choice(phrases.WHEN if template.hours[1] > 16 else phrases.WHEN[:4])
        since, days = rng.choice(phrases.SINCE)
        words = {
            "place": place.short, "when": when, "since": since, "detail": rng.choice(template.details),
            "who": rng.choice(questions if template.service == "consultation" else reports),
        }
        confidential = not caller.anonymous and rng.random() < 0.08
        text = template.text.format(**words)
        if confidential:
            text += phrases.CONFIDENTIAL
        elif rng.random() < 0.25:
            text += rng.choice(phrases.CALL_BACK)
        values = {
            "summary": template.summary.format(**words), "description": text,
            "address": place.address, "area_id": f"area_{place.area}",
            "latitude": place.latitude, "longitude": place.longitude,
            "source_id": f"source_{case.source}", "category_id": f"category_{case.category}",
            "service_type_id": f"service_type_{template.service}",
            "caller_name": caller.name, "phone": caller.phone, "confidential": confidential,
            "contact_allowed": not confidential and not caller.anonymous and rng.random() < 0.35,
            "reported_at": case.at,
        }
        wishes = random.Random(f"{case.at}")  # of its own: the other cases stay as they are
        if not caller.anonymous and wishes.random() < 0.2:
            values["visit_time_id"] = f"visit_time_{wishes.choice(('morning', 'afternoon', 'evening', 'weekend'))}"
        if place.component:
            values["component_id"] = place.component
        if "{when}" in template.text:
            values["occurred_at"] = case.at - timedelta(minutes=rng.randint(least, most))
        elif "{since}" in template.text:
            values["occurred_at"] = case.at - timedelta(days=days, minutes=rng.randint(0, 600))
        if case.source == "leader":
            values["instruction"] = "pass"
        return values


def plan(now):
    """Return the cases of the made-up city as they stand at ``now`` (UTC), oldest first."""
    return Generator(now).plan()
