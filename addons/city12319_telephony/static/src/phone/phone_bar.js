import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { clockText, Elapsed } from "./elapsed";

const PATIENCE = 15; // seconds in which a call is to be answered (GB/T 33358)
const LOOKS = {
    ready: { icon: "fa-check-circle", colour: "text-bg-success" },
    busy: { icon: "fa-pause-circle", colour: "text-bg-warning" },
    after_call: { icon: "fa-pencil", colour: "text-bg-info" },
    signed_out: { icon: "fa-power-off", colour: "text-bg-secondary" },
};

/** The state of the own seat in the bar on top: what it is since when, how many wait, and how to change it. */
export class PhoneBar extends Component {
    static template = "city12319_telephony.PhoneBar";
    static components = { Dropdown, DropdownItem, Elapsed };
    static props = {};

    setup() {
        this.phone = useService("city12319_phone");
        this.state = useState(this.phone.state);
        this.now = () => this.phone.now();
    }

    get look() {
        return LOOKS[this.state.state] || LOOKS.signed_out;
    }

    /** The lamp of the queue: green when nobody waits, amber for the first seconds, red from the 15th on. */
    get lamp() {
        const { waiting, longest } = this.state.queue;
        return !waiting ? "text-bg-success" : longest <= PATIENCE ? "text-bg-warning" : "text-bg-danger";
    }

    get longest() {
        return clockText(this.state.queue.longest);
    }

    choose(state, reasonId) {
        return this.phone.setState(state, reasonId);
    }
}

if (session.city12319_desk) {
    registry.category("systray").add("city12319_telephony.PhoneBar", { Component: PhoneBar }, { sequence: 60 });
}
