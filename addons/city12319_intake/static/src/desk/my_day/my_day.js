import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { Layout } from "@web/search/layout";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { dueText, KINDS } from "../reminders/reminder_popups";

const { DateTime } = luxon;
const REFRESH_EVERY = 5 * 60 * 1000;

/** The agent's home page: what waits, what came back, how the day goes. */
export class MyDay extends Component {
    static template = "city12319_intake.MyDay";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.reminders = useService("city12319_reminders");
        this.drafts = useService("city12319_drafts");
        this.serial = 0;
        this.state = useState({ day: null, offline: false });
        this.env.config.setDisplayName(_t("My day"));
        onWillStart(() => this.load());
        useBus(this.env.bus, "CITY12319:REMINDERS", () => this.load());
        const onVisible = () => document.visibilityState === "visible" && this.load();
        document.addEventListener("visibilitychange", onVisible);
        const timer = browser.setInterval(() => this.load(), REFRESH_EVERY);
        onWillUnmount(() => {
            document.removeEventListener("visibilitychange", onVisible);
            browser.clearInterval(timer);
        });
    }

    async load() {
        const serial = ++this.serial;
        try {
            await this.drafts.sync();
            const day = await this.orm.silent.call("city12319.my.day", "load", []);
            this.state.offline = false;
            if (serial === this.serial) {
                this.state.day = day; // else a later answer is on its way
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.offline = true;
        }
    }

    // ------------------------------------------------------------------ what is shown

    get today() {
        return deserializeDateTime(this.state.day.now).toLocaleString({ weekday: "long", month: "long", day: "numeric" });
    }

    get greeting() {
        const { hour } = deserializeDateTime(this.state.day.now);
        const { user } = this.state.day;
        if (hour < 12) {
            return _t("Good morning, %s", user);
        }
        return hour < 18 ? _t("Good afternoon, %s", user) : _t("Good evening, %s", user);
    }

    get reminderCount() {
        const { overdue, today } = this.state.day.reminders;
        return overdue.length + today.length;
    }

    get allReminders() {
        const { overdue, today } = this.state.day.reminders;
        return [...overdue, ...today];
    }

    get openCount() {
        return this.state.day.stages.reduce((sum, stage) => sum + stage.count, 0);
    }

    get returned() {
        return this.state.day.moved.filter((ticket) => ticket.returned);
    }

    get figures() {
        const { figures } = this.state.day;
        return [
            { key: "registered", label: _t("Registered"), value: figures.registered },
            { key: "answered", label: _t("Answered on the spot"), value: figures.answered },
            { key: "processed", label: _t("Passed on for processing"), value: figures.processed },
            { key: "reminders", label: _t("Reminders done"), value: figures.reminders },
        ];
    }

    /** The hours from the first to the last with a ticket, and at least the usual working day. */
    get hours() {
        const { hours } = this.state.day.figures;
        const used = hours.filter(({ count }) => count).map(({ hour }) => hour);
        const from = Math.min(8, ...used);
        const to = Math.max(17, ...used);
        const most = Math.max(1, ...hours.map(({ count }) => count));
        return hours
            .filter(({ hour }) => hour >= from && hour <= to)
            .map(({ hour, count }) => ({ hour, count, height: Math.round((100 * count) / most) }));
    }

    hourTitle({ hour, count }) {
        return _t("%(hour)s:00, tickets: %(count)s", { hour, count });
    }

    kind(reminder) {
        return KINDS[reminder.kind] || KINDS.task;
    }

    due(reminder) {
        return dueText(reminder);
    }

    when(text) {
        const at = deserializeDateTime(text);
        return at.toFormat(at.hasSame(DateTime.now(), "day") ? "HH:mm" : "MM-dd HH:mm");
    }

    stageWidth(stage) {
        return `width: ${Math.max(4, Math.round((100 * stage.count) / Math.max(1, this.openCount)))}%`;
    }

    // ------------------------------------------------------------------ acting

    newTicket() {
        return this.action.doAction("city12319_intake.ticket_action_new");
    }

    newReminder() {
        this.dialog.add(FormViewDialog, {
            resModel: "city12319.reminder",
            title: _t("New reminder"),
            onRecordSaved: () => this.load(),
        });
    }

    handOver() {
        return this.action.doAction("city12319_intake.shift_handover_action", { onClose: () => this.load() });
    }

    openTicket(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "city12319.ticket",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openStage(stage) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: stage.name,
            res_model: "city12319.ticket",
            domain: [
                ["agent_id", "=", this.state.day.uid],
                ["stage_id", "=", stage.id],
                ["is_open", "=", true],
            ],
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }

    openReminder(reminder) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "city12319.reminder",
            res_id: reminder.id,
            views: [[false, "form"]],
        });
    }

    openReminders() {
        return this.action.doAction("city12319_intake.reminder_action");
    }

    async done(reminder) {
        await this.reminders.done(reminder);
        await this.load();
    }

    async call(reminder) {
        await this.reminders.call(reminder);
        await this.load();
    }

    async forgetDraft(draft) {
        await this.drafts.drop(draft.key);
        await this.load();
    }

    async markSeen() {
        await this.orm.call("city12319.my.day", "mark_seen", [this.state.day.now]);
        await this.load();
    }

    async acknowledge(note) {
        await this.orm.call("city12319.shift.note", "acknowledge", [[note.id]]);
        await this.load();
    }

    openNotes() {
        return this.action.doAction("city12319_intake.shift_note_action");
    }
}

registry.category("actions").add("city12319_intake.my_day", MyDay);
