import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { change, duration, shown, widths } from "../figures/figures";
import { TrendChart } from "../figures/trend_chart";

const SETTLE = 2200; // a notice covers what changes within two seconds after it: by then everything is there
const RETRY = 5000; // while the connection is lost
const BUSY_AGAIN = 15000;
const { DateTime } = luxon;

/** Further parts of the screen (the map): ``{ Component, place }``. */
export const wallPanels = registry.category("city12319_wall_panels");

/** The wall screen. It reads when the server says that something changed, never by the clock. */
export class WallScreen extends Component {
    static template = "city12319_dashboard.WallScreen";
    static components = { TrendChart };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.state = useState({ screen: null, tick: Date.now(), lostSince: null, refused: "", ended: false, full: false });
        this.offset = 0;
        this.serial = 0;
        this.connected = true;
        this.shown = shown;
        this.change = change;
        this.widths = widths;
        this.listen();
        const ticking = browser.setInterval(() => (this.state.tick = Date.now()), 1000);
        const onFull = () => (this.state.full = Boolean(document.fullscreenElement));
        document.addEventListener("fullscreenchange", onFull);
        onWillStart(() => this.load());
        onWillUnmount(() => {
            browser.clearInterval(ticking);
            document.removeEventListener("fullscreenchange", onFull);
            [this.reading, this.retrying, this.nextDay].forEach((timer) => browser.clearTimeout(timer));
        });
        this.stayAwake();
    }

    // ------------------------------------------------------------------ when to read

    listen() {
        this.bus.subscribe("city12319.screen", () => {
            // one reading for all that is told meanwhile
            this.reading = this.reading || browser.setTimeout(() => this.load(), SETTLE);
        });
        this.bus.addEventListener("BUS:DISCONNECT", () => {
            this.connected = false;
            this.lost();
        });
        for (const event of ["BUS:CONNECT", "BUS:RECONNECT"]) {
            this.bus.addEventListener(event, () => {
                this.connected = true;
                this.load();
            });
        }
        this.bus.start();
    }

    async load() {
        browser.clearTimeout(this.reading);
        this.reading = null;
        const serial = ++this.serial;
        try {
            const screen = await this.orm.silent.call("city12319.wall.screen", "load", []);
            if (serial === this.serial) {
                this.take(screen);
            }
        } catch (error) {
            this.onError(error);
        }
    }

    take(screen) {
        if (this.state.screen && this.state.screen.version !== screen.version) {
            browser.location.reload();
            return;
        }
        const now = deserializeDateTime(screen.now);
        this.offset = now.toMillis() - Date.now();
        browser.clearTimeout(this.nextDay);
        this.nextDay = browser.setTimeout(() => this.load(), deserializeDateTime(screen.midnight).diff(now).toMillis() + 2000);
        this.state.screen = screen;
        this.state.refused = "";
        if (this.connected) {
            this.state.lostSince = null;
        } else {
            this.bus.start(); // the server answers again: do not wait until the next try of the bus
            this.retry(RETRY);
        }
    }

    onError(error) {
        const name = error.exceptionName || "";
        if (name.endsWith("SessionExpiredException")) {
            this.state.ended = true;
        } else if (name.endsWith("AccessError")) {
            this.state.refused = error.data.message;
        } else if (error instanceof ConnectionLostError || !name) {
            this.lost();
        } else {
            this.lost(BUSY_AGAIN); // the log of the server has it; the screen says that it is old
        }
    }

    /** Say honestly how old the screen is, and try to read it again until that works. */
    lost(again = RETRY) {
        this.state.lostSince = this.state.lostSince || Date.now() + this.offset;
        this.retry(again);
    }

    retry(delay) {
        browser.clearTimeout(this.retrying);
        this.retrying = browser.setTimeout(() => this.state.lostSince && this.load(), delay);
    }

    // ------------------------------------------------------------------ what is shown

    get now() {
        return DateTime.fromMillis(this.state.tick + this.offset);
    }

    get clock() {
        return this.now.toFormat("HH:mm:ss");
    }

    get day() {
        return this.now.toLocaleString({ year: "numeric", month: "long", day: "numeric", weekday: "long" });
    }

    get lostText() {
        const since = DateTime.fromMillis(this.state.lostSince);
        return _t("Connection lost since %s. The figures are as they were then; trying again.", since.toFormat("HH:mm:ss"));
    }

    get waited() {
        const { since } = this.state.screen.calls.queue;
        const until = this.state.lostSince || this.now.toMillis(); // nobody knows how it went on
        return since ? duration(Math.max(0, (until - deserializeDateTime(since).toMillis()) / 1000)) : "–";
    }

    get panels() {
        return wallPanels.getEntries().map(([name, panel]) => ({ name, ...panel }));
    }

    time(text) {
        const at = deserializeDateTime(text);
        return at.toFormat(at.hasSame(this.now, "day") ? "HH:mm" : "MM-dd HH:mm");
    }

    // ------------------------------------------------------------------ the machine

    async stayAwake() {
        try {
            await navigator.wakeLock?.request("screen");
        } catch {
            // a wish: some machines do not grant it, and keep their screen on by their own settings
        }
    }

    toggleFull() {
        return document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    }
}
