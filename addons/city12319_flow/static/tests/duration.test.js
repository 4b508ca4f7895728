import { describe, expect, test } from "@odoo/hoot";
import { makeMockEnv } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { humanDuration } from "@city12319_flow/flow_timeline/duration";

describe.current.tags("headless");
defineMailModels();

test("durations are said in at most two units", async () => {
    await makeMockEnv();
    const HOUR = 3600;
    const DAY = 24 * HOUR;
    const said = [0, 59, 60, 59 * 60, HOUR, HOUR + 61, DAY, DAY + 5 * HOUR, 3 * DAY + 59].map((seconds) =>
        String(humanDuration(seconds))
    );
    expect(said).toEqual([
        "less than a minute",
        "less than a minute",
        "1 min",
        "59 min",
        "1 h",
        "1 h 1 min",
        "1 d",
        "1 d 5 h",
        "3 d",
    ]);
});
