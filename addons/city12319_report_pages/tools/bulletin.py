"""Parts of a published report: chapters of sentences and tables, made from computed figures. Plain data, no ORM.

A *result* is what a report computes: ``{"columns": [{"code": …}], "rows": [{"label": …, "values": […]}], "totals": […]}``.
A *table* holds what is printed: ``{"title", "head": [{"name", "kind"}], "rows", "totals", "notes"}``; kinds are those of
``city12319_export.tools.columns``; a percent is a fraction, and None is printed as "–".
"""

_DIGITS = "零一二三四五六七八九"


def numeral(number):
    """Return a Chinese numeral for a chapter, 1 to 99.

    >>> [numeral(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def share(value, total):
    """Return ``value`` as a fraction of ``total``; None without a base."""
    return value / total if total else None


def figure(result, code, row=None):
    """Return one figure of a result: of ``row``, or of its totals."""
    at = [column["code"] for column in result["columns"]].index(code)
    return (row["values"] if row else result["totals"])[at]


def ranked(result, code, top=None, rest=""):
    """Return [(label, value), …] of the rows with something, largest first.

    :param top: how many rows; the others are added up as one row called ``rest``
    """
    pairs = [(row["label"], figure(result, code, row) or 0) for row in result["rows"]]
    pairs = sorted((pair for pair in pairs if pair[1]), key=lambda pair: -pair[1])
    if top is None or len(pairs) <= top:
        return pairs
    return [*pairs[:top], (rest, sum(value for _label, value in pairs[top:]))]


def shares_table(title, heads, pairs, total_label, notes=()):
    """Return a table of labels with count and share of the sum.

    :param heads: names of the three columns
    """
    total = sum(value for _label, value in pairs)
    return table(
        title, list(zip(heads, ("text", "integer", "percent"), strict=True)),
        [[label, value, share(value, total)] for label, value in pairs],
        [total_label, total, share(total, total)] if pairs else None, notes,
    )


def table(title, head, rows, totals=None, notes=()):
    """Return a table; ``head`` is a list of (name, kind)."""
    return {
        "title": title, "head": [{"name": name, "kind": kind} for name, kind in head],
        "rows": rows, "totals": totals, "notes": list(notes),
    }


def numbered(chapters):
    """Return the chapters with their numbers: 一、 for chapters, （一） for the tables of a chapter with several."""
    return [
        {
            **chapter, "title": f"{numeral(number)}、{chapter['title']}",
            "tables": [
                {**part, "title": f"（{numeral(at)}）{part['title']}"} if len(chapter["tables"]) > 1 else part
                for at, part in enumerate(chapter["tables"], 1)
            ],
        }
        for number, chapter in enumerate(chapters, 1)
    ]
