"""Where a line of Chinese text with Latin words in it may end. Pure text, no fonts.

Chinese breaks between any two characters, but closing punctuation never begins a line and opening punctuation never ends
one; Latin words, numbers and addresses stay whole unless they are longer than a line.
"""

NOT_FIRST = frozenset("、。，．；：！？％…—～·）】》〉」』〕｝”’)]},.;:!?%")
NOT_LAST = frozenset("（【《〈「『〔｛“‘([{￥$")
_FIRST_WIDE = "⺀"  # from here on characters are as wide as they are high


def breaks_between(before, after):
    """Tell whether a line may end after ``before`` when ``after`` comes next."""
    if after in NOT_FIRST or before in NOT_LAST:
        return False
    if after == " ":
        return False
    if before == " ":
        return True
    return before >= _FIRST_WIDE or after >= _FIRST_WIDE


def broken(text, widths, room, indent=0):
    """Cut a text without line ends into lines.

    :param widths: how wide each of its characters is
    :param room: the width of a line
    :param indent: how much narrower the first line is
    :return: the lines; each holds at least one character, nothing is lost but spaces at their ends
    """
    lines, start, used, left = [], 0, 0.0, room - indent
    position = 0
    while position < len(text):
        used += widths[position]
        while used > left and position > start and text[position] != " ":
            end = _last_break(text, start, position)
            lines.append(text[start:end].rstrip(" "))
            start, left = end, room
            used = sum(widths[start:position + 1])
        position += 1
    lines.append(text[start:].rstrip(" "))
    return lines


def _last_break(text, start, position):
    """The last place before ``position`` where the line may end; ``position`` itself when there is none."""
    for end in range(position, start, -1):
        if breaks_between(text[end - 1], text[end]):
            return end
    return position
