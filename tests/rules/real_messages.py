"""How far written rules get on the real messages of a city's hotline.

The rules (haikou_rules.csv) were written by hand, from what units do and from 200 messages of January and February 2018;
nothing was learnt from the labels, and nothing was changed after the later months were counted. They are judged on March
and April. Text: the first report without the operator's sentence that names the unit. Truth: the unit that got it.

    python tests/rules/real_messages.py        prints the table of docs/dispatch-rules.md
"""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
MESSAGES = CHECKOUT.parent / "shared" / "data" / "messages" / "haikou_dev_train.csv"
RULES = Path(__file__).with_name("haikou_rules.csv")
LATER_MONTHS = ("2018-03", "2018-04")
URBAN = "城市管理"

# what the addresses of a district are called: in the system this is the table of areas
PLACES = {
    "xiuying": "秀英区 长流 西秀镇 石山镇 永兴镇 东山镇 海秀镇 西海岸",
    "longhua": "龙华区 城西 龙桥 龙泉镇 新坡 遵谭 海垦 金贸 国贸 金盘 坡博 大同路",
    "qiongshan": "琼山区 府城 云龙 红旗镇 旧州 甲子镇 大坡镇 三门坡 龙塘 凤翔 国兴",
    "meilan": "美兰区 海甸 新埠 演丰 灵山 三江镇 大致坡 白沙 白龙 蓝天路 人民大道",
}

if str(CHECKOUT / "tests" / "support") not in sys.path:
    sys.path.insert(0, str(CHECKOUT / "tests" / "support"))


@dataclass
class Figure:
    """Messages, those for which a rule named a unit, and those for which it was the right one."""

    name: str
    messages: int = 0
    sent: int = 0
    right: int = 0

    def add(self, unit, truth):
        self.messages += 1
        self.sent += unit is not None
        self.right += unit == truth

    def __str__(self):
        def share(count, base):
            return f"{count / base:.1%}" if base else "–"

        return f"| {self.name} | {self.messages} | {self.sent} ({share(self.sent, self.messages)}) | " \
            f"{self.right} ({share(self.right, self.sent)}) | {share(self.right, self.messages)} |"


class Router:
    """The rule set, compiled as the addon compiles its own."""

    def __init__(self, with_categories):
        from dispatch_tools import load
        self.match = load("rule_match")
        self.areas = {name: number for number, name in enumerate(PLACES, 1)}
        self.categories, self.units, rules = {}, {}, []
        with RULES.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                if with_categories or not row["category"]:
                    rules += self.rules_of(row, len(rules))
        self.index = self.match.Index(rules)

    def rules_of(self, row, number):
        """One rule for each district that has a unit of its own, then one for the city."""
        rules = []
        for place in (*PLACES, "city"):
            if row[place]:
                number += 1
                self.units[number] = row[place]
                rules.append(self.match.Rule(
                    number, any_words=self.match.words_of(row["any"]), none_words=self.match.words_of(row["none"]),
                    categories=frozenset(self.category(name) for name in self.match.words_of(row["category"])),
                    areas=frozenset() if place == "city" else frozenset([self.areas[place]]),
                ))
        return rules

    def category(self, name):
        return self.categories.setdefault(name, len(self.categories) + 1)

    def area_of(self, text):
        """The district whose name comes first in the text."""
        found = [
            (text.index(word), number)
            for name, number in self.areas.items() for word in PLACES[name].split() if word in text
        ]
        return (min(found)[1],) if found else ()

    def unit(self, message):
        """The unit that the first rule that fits names, or None."""
        text = self.match.plain(message["诉求_去派单语"])
        levels = (self.match.plain(message[f"行业分类{level}级"]) for level in range(1, 5))
        found = self.index.match(self.match.Facts(
            categories=tuple({self.categories[name] for name in levels if name in self.categories}),
            areas=self.area_of(text), text=text,
        ))
        return self.units[found.rule_id] if found else None


def messages():
    """The messages of the months that count."""
    with MESSAGES.open(encoding="utf-8-sig", newline="") as table:
        return [row for row in csv.DictReader(table) if row["受理日期"][:7] in LATER_MONTHS and row["原处置单位"]]


def measure():
    """Figures: words and areas alone, then with the category that the agent chose; all messages, then urban ones."""
    figures = []
    listed = messages()
    for with_categories, title in ((False, "words and areas"), (True, "words, areas and categories")):
        router = Router(with_categories)
        everything, urban = Figure(f"{title}, all messages"), Figure(f"{title}, urban management")
        for message in listed:
            unit = router.unit(message)
            everything.add(unit, message["原处置单位"])
            if message["行业分类1级"].startswith(URBAN):
                urban.add(unit, message["原处置单位"])
        figures += [everything, urban]
    return figures


if __name__ == "__main__":
    print("| rules | messages | sent to a unit | of these rightly | rightly, of all |\n| --- | --- | --- | --- | --- |")
    print("\n".join(map(str, measure())))
