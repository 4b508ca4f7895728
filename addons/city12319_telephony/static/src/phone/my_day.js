import { patch } from "@web/core/utils/patch";
import { MyDay } from "@city12319_intake/desk/my_day/my_day";
import { clockText } from "./elapsed";

patch(MyDay.prototype, {
    /** Seconds as minutes and seconds; “–” when there is nothing to average. */
    callClock(seconds) {
        return seconds === null ? "–" : clockText(seconds);
    },

    /** A share in percent; “–” when there is nothing to divide by. */
    share(value) {
        return value === null ? "–" : `${value} %`;
    },

    async dialCallback(callback) {
        const action = await this.orm.call("city12319.callback", "action_dial", [[callback.id]]);
        await this.action.doAction(action);
        await this.load();
    },

    async remindCallback(callback) {
        const action = await this.orm.call("city12319.callback", "action_remind", [[callback.id]]);
        await this.action.doAction(action, { onClose: () => this.load() });
    },

    openCallbacks() {
        return this.action.doAction("city12319_telephony.callback_action");
    },
});
