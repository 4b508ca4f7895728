import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const { DateTime } = luxon;
const SHOWN = 3;
const nextTick = () => new Promise((resolve) => requestAnimationFrame(resolve));

export const KINDS = {
    callback: { icon: "fa-phone", label: _t("Call back") },
    appointment: { icon: "fa-calendar-check-o", label: _t("Appointment") },
    task: { icon: "fa-bell-o", label: _t("Reminder") },
};

export const SNOOZES = [
    { minutes: 5, label: _t("In 5 minutes") },
    { minutes: 15, label: _t("In 15 minutes") },
    { minutes: 60, label: _t("In one hour") },
];

export function dueText(reminder) {
    const due = deserializeDateTime(reminder.due_at);
    return due.toFormat(due.hasSame(DateTime.now(), "day") ? "HH:mm" : "MM-dd HH:mm");
}

/** Reminders that are due, on top of whatever page this is. They never take the focus away from what is being typed. */
export class ReminderPopups extends Component {
    static template = "city12319_intake.ReminderPopups";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.reminders = useService("city12319_reminders");
        this.action = useService("action");
        this.rootRef = useRef("root");
        this.state = useState(this.reminders.state);
        this.snoozes = SNOOZES;
        this.ui = useState({ collapsed: false });
        // what is new shows itself, also when those before it were put aside
        useEffect(
            (count) => {
                if (count > (this.count || 0)) {
                    this.ui.collapsed = false;
                }
                this.count = count;
            },
            () => [this.state.popups.length]
        );
        useHotkey("alt+shift+r", () => this.focus(), {
            bypassEditableProtection: true,
            global: true,
            isAvailable: () => this.state.popups.length > 0,
            withOverlay: () => this.rootRef.el?.querySelector(".o_reminder_main"),
        });
    }

    async focus() {
        this.ui.collapsed = false;
        await nextTick();
        this.rootRef.el?.querySelector(".o_reminder_main")?.focus();
    }

    get shown() {
        return this.state.popups.slice(0, SHOWN);
    }

    kind(reminder) {
        return KINDS[reminder.kind] || KINDS.task;
    }

    due(reminder) {
        return dueText(reminder);
    }

    openTicket(reminder) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "city12319.ticket",
            res_id: reminder.ticket_id,
            views: [[false, "form"]],
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

    openAll() {
        return this.action.doAction("city12319_intake.reminder_action");
    }
}

registry.category("main_components").add("city12319_reminder_popups", { Component: ReminderPopups });
