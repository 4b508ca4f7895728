"""The shape of a template: one problem that citizens call about, with its variations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """A problem as citizens tell it, and how it is dealt with.

    ``summary`` and ``text`` may use ``{place}`` (a road with a number, or a house), ``{who}`` (how the report came
    in), ``{when}`` (a moment: "昨天下午"), ``{since}`` (a span: "这几天") and ``{detail}`` (one of ``details``).
    """

    service: str  # code of the service type
    summary: str
    text: str
    details: tuple
    results: tuple  # what the department did; for consultations: what the agent answered
    hours: tuple = (4, 40)  # least and most working time of the department
    place: str = "road"  # or "estate"
    component: str = ""  # kind of component that is concerned
    department: str = ""  # key of the department, when not the usual one of the category
    condition: str = ""  # key of the filing condition
    on_the_spot: bool = False  # the agent answers it, nobody else has to act

    @property
    def answered_at_once(self):
        return self.on_the_spot or self.service in ("consultation", "other")
