import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { TicketDialog } from "./ticket_dialog";

const DELAY = 300;
const MAX_KEYS = 9;

/**
 * View widget beside the registration form: who has called from this number, and what they reported before.
 *
 * The same number may belong to several people: all are shown, none is chosen by itself. Alt+1 to Alt+9 choose one,
 * Alt+0 says that it is somebody else.
 */
export class CallerPanel extends Component {
    static template = "city12319_intake.CallerPanel";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.rootRef = useRef("root");
        this.keepLast = new KeepLast();
        this.text = "";
        this.pickedId = false; // chosen here, for the number that stood here then
        // idle, searching, found, unknown, anonymous, invalid, offline, forbidden
        this.state = useState({ status: "idle", result: null });
        this.lookupSoon = useDebounced((text) => this.lookup(text), DELAY);

        let known = this.props.record.data.phone || "";
        this.setText(known, { wait: false });
        useRecordObserver((record) => {
            const phone = record.data.phone || ""; // set by typing and leaving the field, by loading, by an incoming call
            if (phone !== known) { // else what is being typed stands
                known = phone;
                this.setText(phone, { wait: false });
            }
        });
        this.onInput = (ev) => {
            if (ev.target.closest?.(".o_field_widget[name='phone']")) {
                this.setText(ev.target.value, { wait: true });
            }
        };
        onMounted(() => {
            this.form = this.rootRef.el.closest(".o_form_renderer");
            this.form?.addEventListener("input", this.onInput);
            const typed = this.form?.querySelector(".o_field_widget[name='phone'] input")?.value; // before this was here
            if (typed) {
                this.setText(typed, { wait: true });
            }
        });
        onWillUnmount(() => this.form?.removeEventListener("input", this.onInput));

        for (let key = 1; key <= MAX_KEYS; key++) {
            useHotkey(`alt+${key}`, () => this.pick(this.people[key - 1]), {
                bypassEditableProtection: true,
                isAvailable: () => this.canPick && this.people.length >= key,
                withOverlay: () => this.rootRef.el?.querySelector(`[data-key="${key}"]`),
            });
        }
        useHotkey("alt+shift+c", () => this.copyTicket(this.tickets[0]), {
            bypassEditableProtection: true,
            isAvailable: () => this.canCopy && this.tickets.length > 0,
            withOverlay: () => this.rootRef.el?.querySelector(".o_caller_ticket_copy"),
        });
        useHotkey("alt+0", () => this.pick(null), {
            bypassEditableProtection: true,
            isAvailable: () => this.canPick && this.people.length > 0,
            withOverlay: () => this.rootRef.el?.querySelector("[data-key='0']"),
        });
    }

    // ------------------------------------------------------------------ looking up

    setText(value, { wait }) {
        const text = (value || "").trim();
        if (text === this.text || this.isHidden) {
            return;
        }
        this.text = text;
        this.lookupSoon.cancel();
        this.keepLast.add(Promise.resolve()); // an answer on its way is for an older number
        if (!text) {
            this.state.status = "idle";
            this.state.result = null;
            this.dropPicked();
            return;
        }
        this.state.status = "searching";
        if (wait) {
            this.lookupSoon(text);
        } else {
            this.lookup(text);
        }
    }

    async lookup(text) {
        let result;
        try {
            result = await this.keepLast.add(this.orm.silent.call("city12319.caller", "lookup", [text]));
        } catch (error) {
            this.state.result = null;
            if (error instanceof ConnectionLostError) {
                this.state.status = "offline";
            } else if (error instanceof RPCError && error.exceptionName === "odoo.exceptions.AccessError") {
                this.state.status = "forbidden";
            } else {
                this.state.status = "idle";
                throw error;
            }
            return;
        }
        this.state.result = result;
        this.state.status = this.statusOf(result);
        this.dropPicked();
    }

    statusOf({ numbers, people }) {
        if (people.length) {
            return "found";
        }
        if (!numbers.length || numbers.every((number) => number.kind === "invalid")) {
            return "invalid";
        }
        return numbers.every((number) => number.kind === "anonymous") ? "anonymous" : "unknown";
    }

    retry() {
        this.state.status = "searching";
        return this.lookup(this.text);
    }

    // ------------------------------------------------------------------ what is shown

    /** Inside a dialog that only shows an earlier ticket, the panel would be about somebody else's call. */
    get isHidden() {
        return (this.env.inDialog && this.props.readonly) || this.state.status === "forbidden";
    }

    get statusText() {
        const count = this.people.length;
        switch (this.state.status) {
            case "idle":
                return _t("Type a number: whoever called from it before appears here.");
            case "searching":
                return _t("Looking up…");
            case "unknown":
                return _t("New caller: nobody has called from this number yet.");
            case "offline":
                return _t("No connection to the server.");
            case "found":
                return count === 1 ? _t("One person with this number") : _t("%s people with this number", count);
            default:
                return this.state.result?.message || "";
        }
    }

    get statusIcon() {
        const icons = {
            idle: "fa-phone text-muted",
            searching: "fa-spinner fa-spin text-muted",
            found: "fa-address-book-o",
            unknown: "fa-user-plus text-success",
            anonymous: "fa-user-secret",
            invalid: "fa-exclamation-triangle text-warning",
            offline: "fa-plug text-danger",
        };
        return `fa fa-fw ${icons[this.state.status] || ""}`;
    }

    countText(person) {
        const { ticket_count: count, open_count: open } = person;
        return open ? _t("Tickets: %(count)s, %(open)s open", { count, open }) : _t("Tickets: %s", count);
    }

    get ticketsTitle() {
        return this.openCount ? _t("Earlier tickets, %s of them open", this.openCount) : _t("Earlier tickets");
    }

    get people() {
        return this.state.result ? this.state.result.people : [];
    }

    get chosenId() {
        const caller = this.props.record.data.caller_id;
        return caller ? caller.id : false;
    }

    /** Those of the chosen person first; otherwise as the server sorts them: open ones first. */
    get tickets() {
        const { record } = this.props;
        const tickets = (this.state.result?.tickets || []).filter((ticket) => ticket.id !== record.resId);
        const rank = (ticket) => (this.chosenId && ticket.caller_id !== this.chosenId ? 1 : 0);
        return [...tickets].sort((a, b) => rank(a) - rank(b));
    }

    get openCount() {
        return this.tickets.filter((ticket) => ticket.open).length;
    }

    get numberLine() {
        const kinds = {
            mobile: _t("mobile"),
            fixed: _t("landline"),
            service: _t("service number"),
            short: _t("short number"),
            foreign: _t("abroad"),
        };
        return (this.state.result?.numbers || [])
            .filter((number) => kinds[number.kind])
            .map((number) => [number.national, kinds[number.kind], number.location].filter(Boolean).join(" · "))
            .join("; ");
    }

    callerName(ticket) {
        return this.people.find((person) => person.id === ticket.caller_id)?.name || "";
    }

    when(ticket) {
        const at = deserializeDateTime(ticket.reported_at);
        return at.toFormat(`${localization.dateFormat} HH:mm`);
    }

    // ------------------------------------------------------------------ choosing

    canEdit(fieldName) {
        const { record, readonly } = this.props;
        const activeField = record.activeFields[fieldName];
        return (
            !readonly &&
            Boolean(activeField) &&
            !evaluateBooleanExpr(activeField.readonly || "False", record.evalContextWithVirtualIds)
        );
    }

    get canPick() {
        return this.canEdit("caller_id");
    }

    get canLink() {
        return this.canEdit("duplicate_of_id");
    }

    async update(changes) {
        const { record } = this.props;
        await record.isDirty(); // takes over what is being typed, the number above all
        await record.update(changes);
    }

    /** Choose a person; nobody (null) means somebody else with the same number. */
    pick(person) {
        if (!this.canPick) {
            return;
        }
        const chosen = person && person.id !== this.chosenId ? person : null;
        this.pickedId = chosen ? chosen.id : false;
        return this.update({
            caller_id: chosen ? { id: chosen.id, display_name: chosen.name } : false,
            ...(this.canEdit("caller_name") ? { caller_name: chosen ? chosen.name : "" } : {}),
        });
    }

    /** The number has changed: who was chosen for another one does not stay chosen. */
    dropPicked() {
        const { record } = this.props;
        const picked = this.pickedId;
        if (!picked || this.people.some((person) => person.id === picked)) {
            return;
        }
        this.pickedId = false;
        const caller = record.data.caller_id;
        if (!caller || caller.id !== picked) {
            return;
        }
        const ownName = this.canEdit("caller_name") && record.data.caller_name === caller.display_name;
        record.update({ caller_id: false, ...(ownName ? { caller_name: "" } : {}) });
    }

    isLinked(ticket) {
        const original = this.props.record.data.duplicate_of_id;
        return Boolean(original) && original.id === ticket.id;
    }

    toggleLink(ticket) {
        return this.update({
            duplicate_of_id: this.isLinked(ticket) ? false : { id: ticket.id, display_name: ticket.name },
        });
    }

    // ------------------------------------------------------------------ the same again

    get canCopy() {
        return this.props.record.isNew && !this.props.readonly;
    }

    /** Take over what an earlier ticket says. What is typed here already gives way, the caller stays. */
    async copyTicket(ticket) {
        const { record } = this.props;
        const content = await this.orm.call("city12319.ticket", "copy_content", [[ticket.id]]);
        await this.update(Object.fromEntries(Object.entries(content).filter(([name]) => name in record.activeFields)));
    }

    openTicket(ticket) {
        this.dialog.add(TicketDialog, { resId: ticket.id, title: ticket.name });
    }
}

export const callerPanel = {
    component: CallerPanel,
    additionalClasses: ["o_caller_panel_widget"],
};

registry.category("view_widgets").add("city12319_caller_panel", callerPanel);
