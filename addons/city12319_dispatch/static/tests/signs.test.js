import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { readSigns } from "@city12319_dispatch/signs/signs";

describe.current.tags("headless");
beforeEach(() => allowTranslations());

const CALM = {
    is_open: true, alert: "none", suspended: false, supervised: false, urgency: "normal", round: 1, urge_count: 0,
    return_count: 0, due_at: false,
};
const keys = (changes) => readSigns({ ...CALM, ...changes }).map((sign) => sign.key);

test("every open case has a lamp, a closed one none", () => {
    expect(keys({})).toEqual(["in_time"]);
    expect(keys({ alert: "warning" })).toEqual(["warning"]);
    expect(keys({ alert: "overdue" })).toEqual(["overdue"]);
    expect(keys({ alert: "overdue", suspended: true })).toEqual(["suspended"]);
    expect(keys({ is_open: false })).toEqual([]);
    expect(readSigns(false)).toEqual([]);
});

test("supervision, urgency, round, urges and returns follow the lamp", () => {
    expect(keys({ supervised: true, urgency: "critical", round: 3, urge_count: 2, return_count: 1 })).toEqual([
        "in_time", "supervised", "critical", "round", "urged", "returned",
    ]);
    expect(keys({ urgency: "urgent" })).toEqual(["in_time", "urgent"]);
});

test("lamps are told apart without colour: by shape, letter and text", () => {
    const lamps = ["none", "warning", "overdue"].map((alert) => readSigns({ ...CALM, alert })[0]);
    for (const property of ["shape", "letter", "text"]) {
        expect(new Set(lamps.map((lamp) => lamp[property])).size).toBe(3);
    }
});

test("the lamp says when the case is due", () => {
    const [lamp] = readSigns({ ...CALM, alert: "overdue", due_at: "2026-11-24 02:30:00" });
    expect(lamp.text).toInclude("11-24");
});
