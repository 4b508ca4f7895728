import { reactive } from "@odoo/owl";
import { loadJS } from "@web/core/assets";
import { browser } from "@web/core/browser/browser";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { effect } from "@web/core/utils/reactive";
import { session } from "@web/session";
import { Microphone } from "./microphone";
import { PhoneLock } from "./phone_lock";
import { Ringer } from "./ringer";
import { SipLine } from "./sip_line";

const LIBRARY = "/city12319_telephony/static/lib/sip/sip.js";
const CLIENT = "city12319.phone.client";
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30 * 1000;
const EXPECTED_FOR = 10 * 1000;
const RENEW_AT = 0.6; // of the time that a password lasts

/**
 * The telephone in the browser. It is open while the agent is signed in at a seat whose telephone is the browser, in one tab of
 * one browser.
 *
 * `state.status`: off, starting, ready, lost (tries again by itself), microphone (does not work), tab (another tab has it),
 * elsewhere (another browser has it), unsupported (by this call centre). `state.lines`: the calls that ring or talk here; a
 * tab that does not have the telephone shows those of the tab that has.
 */
export class Softphone {
    constructor(phone, orm, notification) {
        Object.assign(this, { phone, orm, notification });
        this.state = reactive({ status: "off", since: false, message: "", lines: [], microphones: [], microphone: "" });
        this.microphone = new Microphone();
        this.ringer = new Ringer();
        this.line = new SipLine({
            onRegistered: () => this.registered(),
            onLost: () => this.lost(_t("The connection to the call centre is lost.")),
            onCall: (talk) => this.rings(talk),
            onChange: () => this.changed(),
        });
        this.lock = new PhoneLock(`city12319.phone.${user.userId}`, {
            onGained: () => this.gained(),
            onWaiting: () => this.waiting(),
            onLost: () => this.robbed(),
            onMessage: (message) => this.heard(message),
        });
        this.wait = FIRST_WAIT;
    }

    get client() {
        let client = browser.localStorage.getItem(CLIENT);
        if (!client) {
            client = crypto.randomUUID();
            browser.localStorage.setItem(CLIENT, client);
        }
        return client;
    }

    get mine() {
        return Boolean(this.lock.release);
    }

    get talking() {
        return this.mine && this.line.talks.length > 0;
    }

    say(status, message = "") {
        if (status !== this.state.status) {
            this.state.since = serializeDateTime(luxon.DateTime.fromMillis(this.phone.now()));
        }
        Object.assign(this.state, { status, message });
        this.share();
    }

    // ------------------------------------------------------------------ open and close

    /** Open or close the telephone, as the state of the seat asks for. */
    async follow(wanted) {
        if (wanted === this.wanted) {
            return;
        }
        this.wanted = wanted;
        if (!wanted) {
            return this.close();
        }
        if (!this.lock.available) {
            return this.say("microphone", await this.microphone.trouble());
        }
        this.say("starting");
        await this.lock.ask();
    }

    /** Close; a call that still runs is talked to its end. */
    async close() {
        browser.clearTimeout(this.timer);
        if (this.wanted || this.talking) {
            return;
        }
        const mine = this.mine;
        await this.line.close();
        if (mine) {
            await this.orm.silent.call("city12319.seat", "softphone_close", [this.client]);
        }
        this.lock.give();
        this.say("off");
    }

    /** Take the telephone over from another tab or another browser. */
    async takeOver() {
        this.say("starting");
        if (this.mine) {
            return this.connect(true);
        }
        this.take = true;
        await this.lock.ask(true);
    }

    /** Get a password and register; try again for as long as it takes. */
    async connect(take = this.take) {
        this.take = false;
        browser.clearTimeout(this.timer);
        if (this.connecting) {
            return;
        }
        this.connecting = true;
        try {
            await this.tryConnect(take);
        } catch (error) {
            this.lost(error instanceof ConnectionLostError ? _t("No connection to the server.") : error.message);
        } finally {
            this.connecting = false;
        }
        await this.close(); // signed out meanwhile
    }

    async tryConnect(take) {
        if (this.state.status !== "ready" && !this.talking) {
            const trouble = await this.microphone.trouble();
            if (trouble) {
                return this.say("microphone", trouble);
            }
            this.state.microphones = await this.microphone.list();
            this.state.microphone = this.microphone.chosen;
        }
        const [account] = await Promise.all([
            this.orm.silent.call("city12319.seat", "softphone_open", [this.client, Boolean(take)]),
            loadJS(LIBRARY),
        ]);
        if (!account.ok) {
            const final = ["elsewhere", "unsupported"].includes(account.reason);
            return final ? this.say(account.reason, account.message) : this.lost(account.message);
        }
        await this.line.open(account);
        if (this.mine) {
            this.timer = browser.setTimeout(() => this.connect(), account.seconds * 1000 * RENEW_AT);
        }
    }

    registered() {
        this.wait = FIRST_WAIT;
        if (this.mine && this.state.status !== "ready") {
            this.say("ready");
        }
    }

    /** Say that there is no connection, and try again: soon at first, then ever more seldom. */
    lost(message) {
        if (!this.mine || !this.wanted) {
            return;
        }
        browser.clearTimeout(this.timer);
        this.say("lost", message);
        this.timer = browser.setTimeout(() => this.connect(), this.wait * (0.8 + Math.random() * 0.4));
        this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    }

    retry() {
        if (this.mine && this.state.status !== "ready") {
            this.wait = FIRST_WAIT;
            this.say("starting");
            return this.connect();
        }
    }

    /** A headset was plugged in or out. */
    async devicesChanged() {
        this.state.microphones = await this.microphone.list();
        if (this.state.status === "microphone") {
            await this.retry();
        }
    }

    async chooseMicrophone(id) {
        this.microphone.choose(id);
        this.state.microphone = id;
        await this.retry();
    }

    // ------------------------------------------------------------------ other tabs, other browsers

    gained() {
        this.changed(); // what the other tab had is gone with it
        return this.connect();
    }

    waiting() {
        this.say("tab");
        this.lock.tell({ ask: true });
    }

    /** Another tab has taken the telephone: let go of it, and stand in line for the time when that tab closes. */
    async robbed() {
        browser.clearTimeout(this.timer);
        await this.line.close();
        this.changed();
        if (this.wanted) {
            await this.lock.ask();
        }
    }

    /** Another browser has taken it. */
    async takenElsewhere({ client }) {
        if (client !== this.client && this.mine) {
            browser.clearTimeout(this.timer);
            await this.line.close();
            this.say("elsewhere", _t("The telephone is open in another browser."));
        }
    }

    share() {
        if (this.mine) {
            this.lock.tell({ lines: JSON.parse(JSON.stringify(this.state.lines)) });
        }
    }

    heard({ ask, lines, run, id, argument }) {
        if (ask) {
            this.share();
        } else if (run && this.mine) {
            this.run(run, id, argument);
        } else if (lines && !this.mine) {
            this.state.lines = lines;
        }
    }

    // ------------------------------------------------------------------ calls

    rings(talk) {
        if (talk.answersItself || Date.now() < this.expectedUntil) {
            this.expectedUntil = 0;
            this.run("answer", talk.id);
        }
    }

    /** The agent has asked for the call that rings next: no need to answer it once more. */
    expectCall() {
        this.expectedUntil = Date.now() + EXPECTED_FOR;
    }

    changed() {
        this.state.lines = this.line.talks.map((talk) => talk.facts);
        const talking = this.state.lines.some((line) => line.state === "talking");
        if (this.state.lines.some((line) => line.state === "ringing") && !talking) {
            this.ringer.start();
        } else {
            this.ringer.stop();
        }
        this.share();
        if (!this.wanted) {
            this.close();
        }
    }

    /** The call of this browser that belongs to a call of the desk: by the call centre's key, else the only one there is. */
    lineOf(call) {
        const { lines } = this.state;
        const unnamed = lines.filter((line) => !line.key);
        return lines.find((line) => line.key === call.key) || (unnamed.length === 1 ? unnamed[0] : undefined);
    }

    /**
     * Do something with a call of this browser, in whichever tab it is: answer, hang_up, hold, unhold, mute (argument: on or
     * off), key_press (argument: the key).
     */
    async run(name, id, argument) {
        if (!this.mine) {
            this.lock.tell({ run: name, id, argument });
            return;
        }
        const talk = this.line.talks.find((talk) => talk.id === id);
        try {
            await this.carryOut(name, talk, argument);
        } catch (error) {
            this.notification.add(_t("The telephone could not do this: %s", error.message), { type: "danger" });
        }
    }

    async carryOut(name, talk, argument) {
        if (!talk) {
            return;
        }
        if (name === "answer") {
            for (const other of this.line.talks.filter((other) => other.state === "talking" && !other.held)) {
                await other.hold();
            }
            await talk.answer(this.microphone.constraints);
        } else if (name === "unhold") {
            await talk.hold(false);
        } else {
            await talk[name](argument);
        }
    }
}

export const softphoneService = {
    dependencies: ["city12319_phone", "orm", "bus_service", "notification"],
    start(env, { city12319_phone: phone, orm, bus_service: bus, notification }) {
        const softphone = new Softphone(phone, orm, notification);
        if (session.city12319_desk) {
            effect(
                ({ seat, state, connected }) =>
                    softphone.follow(Boolean(seat && seat.kind === "browser" && connected && state !== "signed_out")),
                [phone.state]
            );
            bus.subscribe("city12319.softphone", (message) => softphone.takenElsewhere(message));
            browser.addEventListener("online", () => softphone.retry());
            browser.navigator.mediaDevices?.addEventListener("devicechange", () => softphone.devicesChanged());
            // a call lives in its page: ask before it is closed
            browser.addEventListener("beforeunload", (ev) => softphone.talking && ev.preventDefault());
        }
        return softphone;
    },
};

registry.category("services").add("city12319_softphone", softphoneService);
