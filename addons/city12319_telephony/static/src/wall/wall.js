import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { clockText, Elapsed } from "../phone/elapsed";

const SETTLE = 300;
const REFRESH_EVERY = 60 * 1000;

/** The supervisors' wall: who is in what state since when, the queue, the service level of the day. */
export class TelephonyWall extends Component {
    static template = "city12319_telephony.Wall";
    static components = { Dropdown, DropdownItem, Elapsed, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ wall: null, offline: false });
        this.offset = 0;
        this.serial = 0;
        this.now = () => Date.now() + this.offset;
        this.env.config.setDisplayName(_t("Seats and queue"));
        const soon = () => {
            // many calls move in the same second: look once
            browser.clearTimeout(this.soonTimer);
            this.soonTimer = browser.setTimeout(() => this.load(), SETTLE);
        };
        const reload = () => this.load();
        this.bus.subscribe("city12319.wall", soon);
        this.bus.addEventListener("BUS:RECONNECT", reload);
        const timer = browser.setInterval(reload, REFRESH_EVERY);
        onWillStart(() => this.load());
        onWillUnmount(() => {
            this.bus.unsubscribe("city12319.wall", soon);
            this.bus.removeEventListener("BUS:RECONNECT", reload);
            browser.clearTimeout(this.soonTimer);
            browser.clearInterval(timer);
        });
    }

    async load() {
        const serial = ++this.serial;
        try {
            const wall = await this.orm.silent.call("city12319.seat", "wall", []);
            if (serial === this.serial) {
                this.take(wall);
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.offline = true;
        }
    }

    take(wall) {
        this.offset = deserializeDateTime(wall.now).toMillis() - Date.now();
        this.state.offline = false;
        this.state.wall = wall;
    }

    /** “–” where there is nothing to divide by. */
    shown(value, unit = "") {
        return value === null ? "–" : `${value}${unit}`;
    }

    clock(seconds) {
        return seconds === null ? "–" : clockText(seconds);
    }

    signOut(seat) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Sign out %s?", seat.agent),
            body: _t("The agent takes no calls until signing in again. It is kept that you did it."),
            confirmLabel: _t("Sign out"),
            confirm: () => this.force(seat, "signed_out"),
            cancel: () => {},
        });
    }

    async force(seat, state, reasonId = false) {
        this.take(await this.orm.call("city12319.seat", "force_state", [[seat.id], state, reasonId]));
    }

    /** The own telephone rings for it; what the call centre says to it is shown, done or not. */
    async supervise(seat, how) {
        const answer = await this.orm.call("city12319.seat", "supervise", [[seat.id], how]);
        this.notification.add(answer.message, { type: answer.ok ? "success" : "danger" });
    }

    askBarge(seat) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Barge into the call of %s?", seat.agent),
            body: _t("Agent and caller will hear you. It is kept that you did it."),
            confirmLabel: _t("Barge in"),
            confirm: () => this.supervise(seat, "barge"),
            cancel: () => {},
        });
    }

    get nightSince() {
        return formatDateTime(deserializeDateTime(this.state.wall.night.at));
    }

    askNight() {
        const on = !this.state.wall.night.on;
        this.dialog.add(ConfirmationDialog, {
            title: on ? _t("Switch the night service on?") : _t("Switch the night service off?"),
            body: on
                ? _t("From now on callers hear that nobody is there, and may leave a message. Calls that wait go on.")
                : _t("From now on calls go to the agents again."),
            confirmLabel: on ? _t("Switch on") : _t("Switch off"),
            confirm: async () => this.take(await this.orm.call("city12319.seat", "set_night", [on])),
            cancel: () => {},
        });
    }

    openLog() {
        return this.action.doAction("city12319_telephony.call_command_action");
    }
}

registry.category("actions").add("city12319_telephony.wall", TelephonyWall);
