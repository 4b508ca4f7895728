import { _t } from "@web/core/l10n/translation";

/**
 * Say how much time passed, in at most two units.
 *
 * @param {number} seconds
 * @returns {string}
 */
export function humanDuration(seconds) {
    const minutes = Math.floor(seconds / 60);
    if (minutes < 1) {
        return _t("less than a minute");
    }
    const hours = Math.floor(minutes / 60);
    if (hours < 1) {
        return _t("%s min", minutes);
    }
    const days = Math.floor(hours / 24);
    if (days < 1) {
        return minutes % 60 ? _t("%(hours)s h %(minutes)s min", { hours, minutes: minutes % 60 }) : _t("%s h", hours);
    }
    return hours % 24 ? _t("%(days)s d %(hours)s h", { days, hours: hours % 24 }) : _t("%s d", days);
}
