import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { change, shown, widths } from "../figures/figures";
import { TrendChart } from "../figures/trend_chart";

const REFRESH_EVERY = 2 * 60 * 1000;
const KEPT = "city12319_dashboard.period";

/** The leader's dashboard: how things stand now, what a period brought, who is ahead and who is behind. */
export class Dashboard extends Component {
    static template = "city12319_dashboard.Dashboard";
    static components = { Layout, TrendChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.shown = shown;
        this.change = change;
        this.widths = widths;
        this.serial = 0;
        this.state = useState({ board: null, period: browser.localStorage.getItem(KEPT) || "month", offline: false, loading: false });
        this.env.config.setDisplayName(_t("Leader's dashboard"));
        const timer = browser.setInterval(() => document.visibilityState === "visible" && this.load(), REFRESH_EVERY);
        onWillStart(() => this.load());
        onWillUnmount(() => browser.clearInterval(timer));
    }

    async load() {
        const serial = ++this.serial;
        this.state.loading = true;
        try {
            const board = await this.orm.silent.call("city12319.dashboard", "load", [this.state.period]);
            if (serial === this.serial) {
                Object.assign(this.state, { board, offline: false });
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.offline = true;
        } finally {
            this.state.loading = serial !== this.serial;
        }
    }

    choose(period) {
        this.state.period = period;
        browser.localStorage.setItem(KEPT, period);
        return this.load();
    }

    // ------------------------------------------------------------------ what is shown

    span({ first, last }) {
        const [from, to] = [deserializeDate(first), deserializeDate(last)];
        const form = from.year === to.year ? "MM-dd" : "yyyy-MM-dd";
        return first === last ? from.toFormat("yyyy-MM-dd") : `${from.toFormat("yyyy-MM-dd")} – ${to.toFormat(form)}`;
    }

    /** Whose figures, of which time, beside which, and how fresh they are. */
    get subtitle() {
        const { scope, span, compared, counted_at } = this.state.board;
        const parts = [scope, _t("%(span)s, compared with %(before)s", { span: this.span(span), before: this.span(compared) })];
        parts.push(counted_at ? _t("counted until %s", this.time(counted_at)) : _t("today is not counted yet"));
        return parts.filter(Boolean).join(" · ");
    }

    get periodName() {
        const { periods, period } = this.state.board;
        return periods.find(({ key }) => key === period).name;
    }

    time(text) {
        return text ? deserializeDateTime(text).toFormat("HH:mm:ss") : "–";
    }

    hint(figure) {
        const lines = [figure.formula];
        if (figure.previous !== undefined && figure.previous !== null) {
            lines.push(_t("Before: %s", shown(figure.previous, figure.unit)));
        }
        return lines.filter(Boolean).join("\n");
    }

    // ------------------------------------------------------------------ what is opened

    /** Open the records behind a number: by their domain, or by what was counted, which the server looks up. */
    async open({ name, model, domain, counted }) {
        return this.action.doAction(
            counted
                ? await this.orm.call("city12319.dashboard", "open_counted", [name, counted])
                : { type: "ir.actions.act_window", name, res_model: model, domain, views: [[false, "list"], [false, "form"]] }
        );
    }

    async openDay(index) {
        return this.action.doAction(
            await this.orm.call("city12319.dashboard", "open_day", [this.state.board.trend.days[index]])
        );
    }
}

registry.category("actions").add("city12319_dashboard.dashboard", Dashboard);
