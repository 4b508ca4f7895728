import { _t } from "@web/core/l10n/translation";

const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** Minutes and seconds, or hours and minutes when it is long. */
export function duration(seconds) {
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    return seconds < 3600 ? `${two(seconds / 60)}:${two(seconds % 60)}` : `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}

/** What a value looks like; “–” where there is nothing to divide by. */
export function shown(value, unit = "") {
    if (value === null || value === undefined || value === false) {
        return "–";
    }
    if (unit === "s") {
        return duration(value);
    }
    return unit ? `${COUNT.format(value)} ${unit}` : COUNT.format(value);
}

/**
 * How a figure moved against the period that it is compared with.
 *
 * @param {{ value: number|null, previous: number|null, unit: string, good: "up"|"down"|false }} figure
 * @returns {{ text: string, arrow: string, tone: string }|null} null when there is nothing to compare with
 */
export function change({ value, previous, unit, good }) {
    if (typeof value !== "number" || typeof previous !== "number") {
        return null;
    }
    const difference = value - previous;
    if (Math.abs(difference) < 0.05) {
        return { text: _t("as before"), arrow: "", tone: "same" };
    }
    const direction = difference > 0 ? "up" : "down";
    const tone = good ? (good === direction ? "good" : "bad") : "same";
    const arrow = difference > 0 ? "▲" : "▼";
    if (unit === "%") {
        return { text: _t("%s points", COUNT.format(Math.abs(difference))), arrow, tone };
    }
    if (!previous) {
        return { text: COUNT.format(Math.abs(difference)), arrow, tone };
    }
    return { text: `${COUNT.format(Math.abs((100 * difference) / previous))} %`, arrow, tone };
}

/** Widths of bars in percent of the longest. */
export function widths(rows) {
    const most = Math.max(0, ...rows.map((row) => row.count || 0));
    return rows.map((row) => (most ? Math.max(1.5, (100 * (row.count || 0)) / most) : 0));
}
