from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """A piece of knowledge of the made-up city. Paragraphs of ``text`` are lines; a line that begins with “- ” is an item."""

    kind: str  # code of the kind: qa, guide, policy, notice
    category: str  # code of the problem category
    title: str
    text: str
    keywords: str = ""
    source: str = ""
    number: str = ""
    internal: bool = False  # for the staff of the hotline
    days: int = 0  # a notice holds so many days from today
