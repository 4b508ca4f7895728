import { Component, onWillUnmount, useState, xml } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";

/** Minutes and seconds as a stop watch shows them: 0:07, 12:30, 1:02:03. */
export function clockText(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** How long ago a moment was, counted on every second. */
export class Elapsed extends Component {
    static template = xml`<span class="o_elapsed" t-out="text"/>`;
    static props = { since: String, now: Function };

    setup() {
        this.state = useState({ tick: 0 });
        const timer = browser.setInterval(() => this.state.tick++, 1000);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    get text() {
        return this.state.tick >= 0 && clockText((this.props.now() - deserializeDateTime(this.props.since).toMillis()) / 1000);
    }
}
