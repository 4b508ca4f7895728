import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/**
 * Turn what the server says about a case into signs. Each has a letter and a shape of its own, so that it is told apart
 * without colour, and a text that is read out and shown as a tooltip.
 *
 * @param {Object|false} signs as the field `signs` has it
 * @returns {Object[]} items with `key`, `shape`, `letter`, `text` and `tone`
 */
export function readSigns(signs) {
    if (!signs) {
        return [];
    }
    return [lamp(signs), supervision(signs), urgency(signs), ...counters(signs)].filter(Boolean);
}

function lamp({ is_open, suspended, alert, due_at }) {
    if (!is_open) {
        return null;
    }
    if (suspended) {
        return { key: "suspended", shape: "bar", letter: _t("P"), text: _t("Suspended"), tone: "grey" };
    }
    const due = due_at ? deserializeDateTime(due_at).toFormat("MM-dd HH:mm") : "";
    const text = (name) => (due ? _t("%(name)s, due %(due)s", { name, due }) : name);
    switch (alert) {
        case "overdue":
            return { key: "overdue", shape: "octagon", letter: _t("L"), text: text(_t("Overdue")), tone: "red" };
        case "warning":
            return { key: "warning", shape: "triangle", letter: _t("W"), text: text(_t("About to be late")), tone: "yellow" };
        default:
            return { key: "in_time", shape: "circle", letter: _t("T"), text: text(_t("In time")), tone: "green" };
    }
}

function supervision({ supervised }) {
    return supervised && { key: "supervised", shape: "square", letter: _t("S"), text: _t("Under supervision"), tone: "red" };
}

function urgency(signs) {
    switch (signs.urgency) {
        case "critical":
            return { key: "critical", shape: "pill", letter: _t("U!"), text: _t("Critical"), tone: "red" };
        case "urgent":
            return { key: "urgent", shape: "outline", letter: _t("U"), text: _t("Urgent"), tone: "red" };
        default:
            return null;
    }
}

function counters({ round, urge_count, return_count }) {
    return [
        round > 1 && { key: "round", shape: "outline", letter: _t("R%s", round), text: _t("Round %s", round), tone: "blue" },
        urge_count && {
            key: "urged", shape: "outline", letter: _t("!%s", urge_count), text: _t("Times urged: %s", urge_count), tone: "yellow",
        },
        return_count && {
            key: "returned", shape: "outline", letter: _t("B%s", return_count), text: _t("Times given back: %s", return_count),
            tone: "grey",
        },
    ];
}
