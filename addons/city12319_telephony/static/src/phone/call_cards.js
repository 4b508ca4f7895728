import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { clockText, Elapsed } from "./elapsed";
import { TransferDialog } from "./transfer_dialog";

const STATES = {
    ringing: _t("Rings"),
    talking: _t("Talking"),
    held: _t("On hold"),
    ended: _t("What was it about?"),
};
const HISTORY = 3;

/** The own calls on top of whatever page is open: who rings, what is known about the caller, and what to do with it. */
export class CallCards extends Component {
    static template = "city12319_telephony.CallCards";
    static components = { Elapsed };
    static props = {};

    setup() {
        this.phone = useService("city12319_phone");
        this.action = useService("action");
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.state = useState(this.phone.state);
        this.ui = useState({ collapsed: false });
        this.now = () => this.phone.now();
        this.dispositions = [
            { code: "consulted", label: _t("Consulted") },
            { code: "nuisance", label: _t("Nuisance") },
            { code: "wrong_number", label: _t("Wrong number") },
            { code: "dropped", label: _t("Dropped") },
        ];
        // one key, from anywhere: the form for whoever is on the line
        useHotkey("alt+shift+n", () => this.register(this.current), {
            global: true,
            bypassEditableProtection: true,
            isAvailable: () => Boolean(this.current),
        });
        const title = document.title;
        useEffect(
            (ringing) => {
                if (!ringing) {
                    return;
                }
                this.ui.collapsed = false;
                let on = false;
                const timer = browser.setInterval(() => {
                    on = !on;
                    document.title = on ? _t("☎ Call") : title;
                }, 700);
                return () => {
                    browser.clearInterval(timer);
                    document.title = title;
                };
            },
            () => [this.running.some((call) => call.state === "ringing")]
        );
        onWillUnmount(() => (document.title = title));
    }

    get running() {
        return this.state.calls.filter((call) => call.state !== "ended");
    }

    /** The call that is meant by “this call”: the one talked in, else the one that rings, else the last one. */
    get current() {
        const { calls } = this.state;
        return (
            calls.find((call) => call.state === "talking") || calls.find((call) => call.state !== "ended") || calls[calls.length - 1]
        );
    }

    get pillLook() {
        return { ringing: "btn-warning", talking: "btn-success", held: "btn-info" }[this.current.state] || "btn-secondary";
    }

    label(call) {
        return STATES[call.state];
    }

    place(call) {
        return call.caller?.numbers?.[0]?.location || "";
    }

    people(call) {
        return call.caller?.people || [];
    }

    history(call) {
        return (call.caller?.tickets || []).slice(0, HISTORY);
    }

    openCount(call) {
        return this.people(call).reduce((sum, person) => sum + person.open_count, 0);
    }

    talked(call) {
        return clockText(call.talk_seconds);
    }

    command(name) {
        return this.phone.command(name);
    }

    transfer() {
        this.dialog.add(TransferDialog, { order: (name, to) => this.phone.order(name, { to }) });
    }

    async register(call) {
        this.ui.collapsed = true; // the form needs the room; the call stays in sight
        await this.action.doAction(await this.orm.call("city12319.call", "action_register", [[call.id]]));
    }

    async proposeBlock(call) {
        await this.action.doAction(await this.orm.call("city12319.call", "action_propose_block", [[call.id]]), {
            onClose: () => this.phone.loadCalls(),
        });
    }

    openTicket(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "city12319.ticket",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

if (session.city12319_desk) {
    registry.category("main_components").add("city12319_telephony.CallCards", { Component: CallCards });
}
