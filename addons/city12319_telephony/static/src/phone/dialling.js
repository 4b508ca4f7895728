import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { Reminders } from "@city12319_intake/desk/reminders/reminder_service";

/** Call-backs are dialled by the call centre where one is connected, else by whatever dials on this computer. */
patch(Reminders.prototype, {
    async call(reminder) {
        const phone = this.phone;
        if (!phone?.state.seat || !phone.state.connected) {
            return super.call(reminder);
        }
        const number = await this.orm.call("city12319.reminder", "log_call", [[reminder.id]]);
        await phone.command("dial", { number });
        await this.load();
        return number;
    },
});

/** Gives the reminders the telephone, once both are there. */
export const diallingService = {
    dependencies: ["city12319_phone", "city12319_reminders"],
    start(env, { city12319_phone: phone, city12319_reminders: reminders }) {
        reminders.phone = phone;
    },
};

registry.category("services").add("city12319_dialling", diallingService);
