import { describe, expect, test } from "@odoo/hoot";

import { fillIn, findMatches, findTrigger } from "@city12319_intake/desk/quick_text/quick_text_rules";

describe.current.tags("headless");

const item = (name, abbreviation, initials, categories = []) => ({ name, abbreviation, initials, categories });
const ITEMS = [
    item("地址确认", "dz", "dzqr"),
    item("等待答复", "ddf", "dddf"),
    item("停水通知", "", "tstz", [7, 8]),
];
const names = (found) => found.map(({ name }) => name);

test("a slash at the beginning, after a blank or after Chinese text starts a quick text", () => {
    expect(findTrigger("/dz", 3)).toEqual({ start: 0, query: "dz" });
    expect(findTrigger("已登记 /DZ", 7)).toEqual({ start: 4, query: "dz" });
    expect(findTrigger("已登记。、ts", 7)).toEqual({ start: 4, query: "ts" });
    expect(findTrigger("abc /", 5)).toEqual({ start: 4, query: "" });
});

test("a slash in a number, a path or an address is only a slash", () => {
    for (const text of ["1/2", "http://a", "3/4号楼", "a/b"]) {
        expect(findTrigger(text, text.length)).toBe(null);
    }
    expect(findTrigger("/dz 后面", 6)).toBe(null);
});

test("abbreviation first, then initials, then a part of the name", () => {
    expect(names(findMatches(ITEMS, "dz"))).toEqual(["地址确认"]);
    expect(names(findMatches(ITEMS, "dd"))).toEqual(["等待答复"]);
    expect(names(findMatches(ITEMS, "通知"))).toEqual(["停水通知"]);
    expect(names(findMatches(ITEMS, "xyz"))).toEqual([]);
});

test("texts for the category of the ticket come first, those for others only when asked for", () => {
    expect(names(findMatches(ITEMS, "", 7))).toEqual(["停水通知", "地址确认", "等待答复"]);
    expect(names(findMatches(ITEMS, "", 9))).toEqual(["地址确认", "等待答复"]);
    expect(names(findMatches(ITEMS, "ts", 9))).toEqual(["停水通知"]);
});

test("variables are filled in; unknown ones stay, empty ones vanish", () => {
    expect(fillIn("{caller}在{address}，{unknown}", { caller: "王女士", address: "" })).toBe("王女士在，{unknown}");
});
