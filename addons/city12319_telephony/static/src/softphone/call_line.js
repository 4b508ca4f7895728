import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";
import { CallCards } from "../phone/call_cards";

const BY_BROWSER = ["answer", "hang_up", "hold", "unhold"];
const WORDS = { good: _t("Good line"), fair: _t("Fair line"), poor: _t("Poor line") };
const RUNNING = ["talking", "held"];

/** Calls that talk in this browser: what a telephone would do is done here, the rest by the call centre. */
patch(CallCards.prototype, {
    setup() {
        super.setup();
        this.softphone = useService("city12319_softphone");
        this.sip = useState(this.softphone.state);
        this.keypad = useState({ open: false }); // the line whose keys are shown
        this.keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
    },

    line(call) {
        return call.state === "ended" || !this.sip.lines.length ? undefined : this.softphone.lineOf(call);
    },

    /** Calls that ring here and that the desk knows nothing of (yet). */
    get unknownLines() {
        const known = this.running.map((call) => this.line(call)?.id);
        return this.sip.lines.filter((line) => !known.includes(line.id));
    },

    toggleKeypad(line) {
        this.keypad.open = this.keypad.open !== line.id && line.id;
    },

    quality(line) {
        const { word, loss, delay, jitter } = line.quality;
        return { word, text: _t("%(word)s: %(loss)s %% lost, delay %(delay)s ms, jitter %(jitter)s ms", { word: WORDS[word], loss, delay, jitter }) };
    },

    command(name, call) {
        const line = call && this.line(call);
        return line && BY_BROWSER.includes(name) ? this.softphone.run(name, line.id) : super.command(name);
    },

    /** The call goes on at the call centre, but its sound was in a page that is gone. */
    soundLost(call) {
        return this.sip.status === "ready" && RUNNING.includes(call.state) && !this.sip.lines.length;
    },

    /** Let the call centre put the call through to this telephone once more. */
    takeBack() {
        this.softphone.expectCall();
        return this.phone.command("blind_transfer", { to: this.state.seat.number });
    },
});
