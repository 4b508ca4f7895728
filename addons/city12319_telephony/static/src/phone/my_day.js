import { patch } from "@web/core/utils/patch";
import { MyDay } from "@city12319_intake/desk/my_day/my_day";
import { clockText } from "./elapsed";

patch(MyDay.prototype, {
    /** Seconds as minutes and seconds; “–” when there is nothing to average. */
    callClock(seconds) {
        return seconds === null ? "–" : clockText(seconds);
    },

    openCallbacks() {
        return this.action.doAction("city12319_telephony.callback_action");
    },
});
