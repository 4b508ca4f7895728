import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

const REFRESH_EVERY = 5 * 60 * 1000;
const RETRY_AFTER = 5 * 1000;

/**
 * The agent's telephone as the web client knows it: the state of the seat, and the own calls.
 *
 * Nothing is guessed here. The bus only says that something moved; what is true is asked for, as the person who looks.
 * So a second tab, a reload and a lost connection all end in the same picture.
 */
export class Phone {
    constructor(orm, notification) {
        this.orm = orm;
        this.notification = notification;
        this.state = reactive({ seat: false, calls: [], offline: false });
        this.offset = 0; // of this computer's clock against the server's
        this.serials = {};
    }

    /** Ask for something, and take the answer unless a later one is on its way. Ask again when there is no connection. */
    async ask(what, model, method) {
        const serial = (this.serials[what] || 0) + 1;
        this.serials[what] = serial;
        browser.clearTimeout(this[`${what}Timer`]);
        let answer;
        try {
            answer = await this.orm.silent.call(model, method, []);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.offline = true;
            this[`${what}Timer`] = browser.setTimeout(() => this.ask(what, model, method), RETRY_AFTER);
            return;
        }
        this.state.offline = false;
        if (serial === this.serials[what]) {
            this[`take_${what}`](answer);
        }
    }

    async load() {
        await this.loadStatus();
        if (this.state.seat) {
            await this.loadCalls();
        }
        browser.clearTimeout(this.refreshTimer);
        this.refreshTimer = browser.setTimeout(() => this.load(), REFRESH_EVERY);
    }

    loadStatus() {
        return this.ask("status", "city12319.seat", "status");
    }

    loadCalls() {
        return this.ask("calls", "city12319.call", "mine");
    }

    take_status(status) {
        if (status.now) {
            this.offset = deserializeDateTime(status.now).toMillis() - Date.now();
        }
        Object.assign(this.state, status);
        browser.clearTimeout(this.untilTimer);
        if (status.until) {
            const wait = deserializeDateTime(status.until).toMillis() - this.now();
            this.untilTimer = browser.setTimeout(() => this.loadStatus(), Math.max(500, wait + 200));
        }
    }

    /** The queue as it is told to everybody at once, unless a later word was there before. */
    take_queue(queue) {
        if (this.state.seat && !(queue.at < this.state.queue.at)) {
            this.state.queue = queue;
        }
    }

    take_calls(calls) {
        this.state.calls = calls;
    }

    /** Milliseconds since 1970 on the server's clock. */
    now() {
        return Date.now() + this.offset;
    }

    async setState(state, reasonId) {
        const status = await this.orm.call("city12319.seat", "set_state", [state, reasonId || false]);
        this.take_status(status);
        if (status.message) {
            this.notification.add(status.message, { type: "danger" });
        }
    }

    async chooseKind(kind) {
        this.take_status(await this.orm.call("city12319.seat", "choose_kind", [kind]));
    }

    /** Tell the call centre to do something for the own seat, say it when it was not done, and return whether it was. */
    async command(name, args = {}) {
        return (await this.order(name, args)).ok;
    }

    /** The same, for whoever needs to know why it was not done: returns `{ok, reason, message}`. */
    async order(name, args) {
        const answer = await this.orm.call("city12319.seat", "command", [name, args]);
        if (!answer.ok) {
            this.notification.add(answer.message, { type: "danger" });
        }
        return answer;
    }

    async dispose(call, disposition) {
        await this.orm.call("city12319.call", "set_disposition", [[call.id], disposition]);
        await this.loadCalls();
    }
}

export const phoneService = {
    dependencies: ["orm", "bus_service", "notification"],
    start(env, { orm, bus_service: bus, notification }) {
        const phone = new Phone(orm, notification);
        if (session.city12319_desk) {
            bus.subscribe("city12319.call", () => phone.loadCalls());
            bus.subscribe("city12319.seat", () => phone.loadStatus());
            bus.subscribe("city12319.queue", (queue) => phone.take_queue(queue));
            bus.start();
            bus.addEventListener("BUS:RECONNECT", () => phone.load());
            // timers stand still while the computer sleeps
            document.addEventListener("visibilitychange", () => {
                if (document.visibilityState === "visible") {
                    phone.load();
                }
            });
            phone.load();
        }
        return phone;
    },
};

registry.category("services").add("city12319_phone", phoneService);
