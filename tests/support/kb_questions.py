"""Real questions with the article that answers them, built at run time from the data beside the checkout.

Nothing of the data is kept here: a message is known by its number, a regulation by its title. Questions are split in two
halves by that number: settings were chosen on the first, the second is only reported.

Two sorts: the *message* of a citizen, as typed while it is told, whose answer is the official reply, without the sentence
that repeats the question; and a *short* question to the regulations, written for this purpose.
"""

import csv
import hashlib
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = CHECKOUT.parent / "shared" / "data"
REPLIES = DATA / "messages" / "taidi_replies_sample_120.csv"
OTHER_REPLIES = DATA / "messages" / "fuzhou_2006_2016.csv"
LAWS = DATA / "kb" / "laws_dev.jsonl"
MESSAGES = DATA / "messages" / "haikou_dev_train.csv"
LAW_QUESTIONS = CHECKOUT / "tests" / "kb" / "law_questions.csv"


@dataclass(frozen=True)
class Question:
    sort: str
    half: str  # tuning, held out
    text: str
    answers: frozenset  # keys of articles


@dataclass(frozen=True)
class Text:
    key: str
    title: str
    body: str
    kind: str = "qa"


def available():
    """Tell whether the data is there."""
    return all(path.exists() for path in (REPLIES, OTHER_REPLIES, LAWS))


def half(key):
    return ("tuning", "held out")[int(hashlib.sha1(key.encode()).hexdigest(), 16) % 2]


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


def without_question(reply):
    """Return an official reply without its beginning, which repeats what was asked."""
    begun = re.search(r"如下[:：。，]?", reply)
    return reply[begun.end():] if begun else reply


def articles():
    """Return the articles: replies, replies of another city, regulations."""
    found = [
        Text(f"reply {row['留言编号']}", f"答复 {row['留言编号']}", without_question(row["答复意见"])) for row in rows(REPLIES)
    ]
    others = {row["答复"]: row for row in reversed(rows(OTHER_REPLIES)) if row["答复"]}
    found += [Text(f"other {row['id']}", row["标题"].strip()[:60] or "答复", reply) for reply, row in others.items()]
    laws = [json.loads(line) for line in LAWS.read_text(encoding="utf-8").splitlines()]
    return found + [
        Text(f"law {number}", law["title"], law["text"], "policy") for number, law in enumerate(laws)
    ]


def questions(texts):
    """Return the questions, with the keys of the articles that answer them."""
    found = [
        Question("message", half(row["留言编号"]), row["留言主题"] + "。" + row["留言详情"],
                 frozenset([f"reply {row['留言编号']}"]))
        for row in rows(REPLIES)
    ]
    found += [
        Question("subject", half(row["留言编号"]), row["留言主题"], frozenset([f"reply {row['留言编号']}"]))
        for row in rows(REPLIES)
    ]
    by_title = {}
    for text in texts:
        by_title.setdefault(text.title, set()).add(text.key)
    for row in rows(LAW_QUESTIONS):
        answers = set().union(*(by_title.get(title, set()) for title in row["titles"].split("|")))
        found.append(Question("regulation", half(row["question"]), row["question"], frozenset(answers)))
    return found


def as_html(text):
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def sentences():
    """Return sentences of real messages, to make many articles of."""
    found = []
    for row in rows(MESSAGES):
        found += [part.strip() for part in re.split(r"[。！？；\n]", row["首次诉求"]) if 8 <= len(part.strip()) <= 60]
    return found
