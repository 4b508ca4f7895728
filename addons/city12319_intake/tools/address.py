"""Addresses as citizens give them: the areas that they name, the road and the house number. Pure Python, no Odoo."""

import re
import unicodedata
from dataclasses import dataclass, field

# what a name may lack when people say it: 云阶社区 is 云阶, but 云阶路 need not lie in it
_SUFFIXES = (
    "居民委员会", "村民委员会", "街道办事处", "街道办", "居委会", "村委会", "社区", "街道", "新区", "开发区", "地区", "区",
    "县", "镇", "乡", "村", "市",
)
_ROAD_WORDS = ("路", "街", "大道", "道", "巷", "弄", "里", "胡同", "桥", "河", "湖", "山", "江", "港", "站", "大厦", "广场")
_ROAD = re.compile(
    r"(?P<road>[\u4e00-\u9fff]{1,12}?(?:大道|大街|公路|高速|胡同|[路街巷弄道](?!道|办|坊)))"
    r"(?:[东南西北中]段|[一二三四五六七八九十]+段)?\s*(?P<number>\d{1,5})?(?:-\d+)?\s*[号號]?"
)
_PREFIX = re.compile(r"^.*(?:[省市区县镇乡村]|街道|社区)(?=[\u4e00-\u9fff]{2,})")


@dataclass
class NamedArea:
    """An area for :class:`AddressIndex`; ``ancestors`` are keys from the top down, ``depth`` orders levels."""

    key: object
    names: list
    depth: int
    ancestors: list = field(default_factory=list)


def fold_address(text):
    """Return an address without blanks and punctuation, in normal width."""
    text = unicodedata.normalize("NFKC", text or "").lower()
    return "".join(character for character in text if character.isalnum())


def short_name(name):
    """Return a name without the word for its level, when at least two characters remain; else an empty text."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[:-len(suffix)]
    return ""


class AddressIndex:
    """Finds the area that an address names. Built once from all areas; not changed afterwards.

    The longest match decides: what counts is how many characters of the address an area and the areas above it
    explain together, so that 白鹭区中山街道 is the 中山街道 of that district when two districts have one. Full names and
    aliases win over shortened ones. When two areas explain an address equally well, what both lie in is the answer.
    """

    def __init__(self, areas):
        """:param areas: NamedArea objects"""
        self.areas = {area.key: area for area in areas}
        self.words = {}  # word: list of (key, whether it is a full name)
        for area in self.areas.values():
            full = {fold_address(name) for name in area.names} - {""}
            short = {short_name(name) for name in full} - full - {""}
            for word in full:
                self.words.setdefault(word, []).append((area.key, True))
            for word in short:
                self.words.setdefault(word, []).append((area.key, False))
        self.lengths = sorted({len(word) for word in self.words if len(word) > 1}, reverse=True)

    def find(self, address):
        """Return the key of the area that an address names, or None."""
        text = fold_address(address)
        matches = self._matches(text)
        best, best_keys = None, []
        for key, places in matches.items():
            score = self._score(key, places, matches)
            if best is None or score > best:
                best, best_keys = score, [key]
            elif score == best:
                best_keys.append(key)
        return self._common(best_keys)

    def _matches(self, text):
        """Return for each named area where it stands: sets of positions, and whether by its full name."""
        matches = {}
        for start in range(len(text)):
            for length in self.lengths:
                word = text[start:start + length]
                for key, full in self.words.get(word, ()) if len(word) == length else ():
                    if not full and text.startswith(_ROAD_WORDS, start + length):
                        continue
                    positions, was_full = matches.get(key, (set(), False))
                    if full and not was_full:
                        positions = set()  # the full name counts, not also its beginning elsewhere
                    if full or not was_full:
                        matches[key] = (positions | set(range(start, start + length)), full or was_full)
        return matches

    def _score(self, key, places, matches):
        """Order areas by the characters explained, then by full name, then the more precise one."""
        covered = set(places[0])
        for ancestor in self.areas[key].ancestors:
            covered |= matches.get(ancestor, (set(), False))[0]
        return len(covered), places[1], self.areas[key].depth

    def _common(self, keys):
        if len(keys) < 2:
            return keys[0] if keys else None
        lines = [self.areas[key].ancestors for key in keys]
        common = None
        for level in zip(*lines, strict=False):
            if len(set(level)) > 1:
                break
            common = level[0]
        return common if common in self.areas else None


def road_and_number(address):
    """Return (road, house number or None) of the first road with a number, else of the first road, or ("", None)."""
    roads = list(_ROAD.finditer(unicodedata.normalize("NFKC", address or "")))
    found = next((road for road in roads if road["number"]), roads[0] if roads else None)
    if not found:
        return "", None
    road = _PREFIX.sub("", found["road"]).lstrip("与及")
    return road, int(found["number"]) if found["number"] else None
