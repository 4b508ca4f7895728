import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

const REFRESH_EVERY = 30 * 60 * 1000;
const RETRY_AFTER = 20 * 1000;

/**
 * Knows when the reminders of this person are due, and which of them are up on the page.
 *
 * The server says how many seconds remain, so that a wrong clock of the computer does no harm. Whatever changes, here,
 * in another tab or at a colleague's desk, comes over the bus as "something has changed", and is asked for again.
 */
export class Reminders {
    constructor(orm) {
        this.orm = orm;
        this.state = reactive({ popups: [], overdue: 0, today: 0, known: [] });
        this.timers = {};
        this.deadlines = {};
        this.serial = 0;
    }

    async load() {
        browser.clearTimeout(this.refreshTimer);
        const serial = ++this.serial;
        let upcoming;
        try {
            upcoming = await this.orm.silent.call("city12319.reminder", "upcoming", []);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.refreshTimer = browser.setTimeout(() => this.load(), RETRY_AFTER);
            return;
        }
        if (serial !== this.serial) {
            return; // a later answer is on its way
        }
        this.take(upcoming);
        this.refreshTimer = browser.setTimeout(() => this.load(), REFRESH_EVERY);
    }

    take({ reminders, overdue, today }) {
        Object.values(this.timers).forEach((timer) => browser.clearTimeout(timer));
        this.timers = {};
        const before = this.deadlines;
        this.deadlines = {};
        Object.assign(this.state, { overdue, today, known: reminders });
        const up = Object.fromEntries(this.state.popups.map((popup) => [popup.id, popup.remind_at]));
        // what is up stays up until somebody has dealt with it or put it off
        this.state.popups = reminders.filter((item) => item.delay <= 0 || up[item.id] === item.remind_at);
        const now = Date.now();
        for (const reminder of reminders) {
            if (this.state.popups.includes(reminder)) {
                continue;
            }
            // what was said about it before holds, unless it comes earlier now or was moved
            const known = before[reminder.id];
            const fresh = now + reminder.delay * 1000;
            const at = known?.remind_at === reminder.remind_at ? Math.min(known.at, fresh) : fresh;
            this.deadlines[reminder.id] = { remind_at: reminder.remind_at, at };
            this.timers[reminder.id] = browser.setTimeout(() => this.popUp(reminder), Math.max(0, at - now));
        }
    }

    popUp(reminder) {
        delete this.timers[reminder.id];
        if (!this.state.popups.some((popup) => popup.id === reminder.id)) {
            this.state.popups.push(reminder);
        }
    }

    /** Do something with a reminder, and show at once that it is done. */
    async act(reminder, method, args = []) {
        await this.orm.call("city12319.reminder", method, [[reminder.id], ...args]);
        this.state.popups = this.state.popups.filter((popup) => popup.id !== reminder.id);
        await this.load();
    }

    done(reminder) {
        return this.act(reminder, "action_done");
    }

    snooze(reminder, minutes) {
        return this.act(reminder, "snooze", [minutes]);
    }

    /** Note the call and give the number to whatever dials on this computer. */
    async call(reminder) {
        const number = await this.orm.call("city12319.reminder", "log_call", [[reminder.id]]);
        browser.location.href = `tel:${number}`;
        await this.load();
        return number;
    }
}

export const reminderService = {
    dependencies: ["orm", "bus_service"],
    start(env, { orm, bus_service: bus }) {
        const reminders = new Reminders(orm);
        if (session.city12319_desk) {
            bus.subscribe("city12319.reminder", () => {
                reminders.load();
                env.bus.trigger("CITY12319:REMINDERS");
            });
            bus.start();
            bus.addEventListener("BUS:RECONNECT", () => reminders.load());
            // timers stand still while the computer sleeps
            document.addEventListener("visibilitychange", () => {
                if (document.visibilityState === "visible") {
                    reminders.load();
                }
            });
            reminders.load();
        }
        return reminders;
    },
};

registry.category("services").add("city12319_reminders", reminderService);
