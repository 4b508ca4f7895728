import { formatFloat } from "@web/core/utils/numbers";

export const NOTHING = "–";

const isMissing = (value) => value === null || value === undefined || value === false;

/** A figure as people read it; what has no base is "–". Percentages are fractions, durations are seconds. */
export function formatFigure(value, column) {
    if (isMissing(value)) {
        return NOTHING;
    }
    if (column.kind === "percent") {
        return `${formatFloat(value * 100, { digits: [16, column.digits] })}%`;
    }
    return column.kind === "duration" ? clock(value) : formatFloat(value, { digits: [16, column.digits] });
}

function clock(seconds) {
    const sign = seconds < 0 ? "-" : "";
    const whole = Math.round(Math.abs(seconds));
    const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const two = (number) => String(number).padStart(2, "0");
    return sign + (hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`);
}

/** What became of a figure since another period, in words and share; null where one of both is missing. */
export function changeOf(value, before, column) {
    if (isMissing(value) || isMissing(before)) {
        return null;
    }
    const change = value - before;
    const sign = change > 0 ? "+" : "";
    const good = column.better && change ? (change > 0) === (column.better === "up") : null;
    return {
        text: column.kind === "percent" ? `${sign}${(change * 100).toFixed(1)}pp` : sign + formatFigure(change, column),
        share: column.kind === "percent" || !before ? null : `${sign}${((change / Math.abs(before)) * 100).toFixed(1)}%`,
        arrow: change > 0 ? "▲" : change < 0 ? "▼" : "＝",
        tone: good === null ? "plain" : good ? "good" : "bad",
    };
}
