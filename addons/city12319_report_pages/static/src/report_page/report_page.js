import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { router } from "@web/core/browser/router";
import { download } from "@web/core/network/download";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { FigureChart } from "../figure_chart/figure_chart";
import { FigureTable } from "../figure_table/figure_table";
import { HeatMap } from "../heat_map/heat_map";

const KEYS = ["report", "kind", "first", "last", "step", "compare"];
const MODEL = "city12319.report.page";

/** What the address says of the page of this action, also when it stands further left in the trail. */
function askedInAddress(action) {
    const entries = [...(router.current.actionStack || []), router.current];
    const ours = entries.filter((entry) => entry.action && [action.path, action.id].includes(entry.action)).at(-1);
    return ours ? Object.fromEntries(Object.entries(ours).filter(([key, value]) => value && isAsked(key))) : {};
}

function isAsked(key) {
    return KEYS.includes(key) || key.startsWith("filter_");
}

/** A report on screen: a period, filters, comparison, table, chart and heat map; every figure opens its records. */
export class ReportPage extends Component {
    static template = "city12319_report_pages.ReportPage";
    static components = { Layout, Dropdown, DropdownItem, RecordSelector, FigureChart, FigureTable, HeatMap };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.root = useRef("root");
        this.serial = 0;
        const { action, state } = this.props;
        this.state = useState({
            asked: state?.asked || { report: action.params?.report || action.context?.report, ...askedInAddress(action) },
            figure: state?.figure || null,
            sort: state?.sort || null,
            page: null,
            busy: true,
            offline: false,
            refused: false,
        });
        useSetupAction({
            rootRef: this.root,
            getLocalState: () => ({ asked: { ...this.state.asked }, figure: this.state.figure, sort: this.state.sort }),
        });
        onWillStart(() => this.load());
    }

    async load() {
        const serial = ++this.serial;
        this.state.busy = true;
        try {
            const page = await this.orm.silent.call(MODEL, "load", [this.state.asked]);
            if (serial === this.serial) {
                this.show(page);
            }
        } catch (error) {
            if (serial !== this.serial) {
                return;
            }
            if (error instanceof ConnectionLostError) {
                this.state.offline = true;
            } else if (!this.state.page && error.data?.message) {
                this.state.refused = error.data.message; // a page of its own, instead of an empty screen behind a dialog
            } else {
                throw error;
            }
        } finally {
            if (serial === this.serial) {
                this.state.busy = false;
            }
        }
    }

    show(page) {
        const gone = Object.keys(this.state.asked).filter((key) => !(key in page.asked));
        Object.assign(this.state, { page, asked: page.asked, offline: false, refused: false });
        if (!this.figures.some((column) => column.key === this.state.figure)) {
            this.state.figure = null;
        }
        this.env.config.setDisplayName(page.name);
        this.props.updateActionState?.({ ...Object.fromEntries(gone.map((key) => [key, undefined])), ...page.asked });
    }

    // ------------------------------------------------------------------ what is asked

    ask(change) {
        this.state.asked = { ...this.state.asked, ...change };
        return this.load();
    }

    chooseReport(code) {
        Object.assign(this.state, { figure: null, sort: null });
        const { kind, first, last, compare } = this.state.asked;
        this.state.asked = { report: code, kind, first, last, compare };
        return this.load();
    }

    chooseKind(kind) {
        // the same days, seen in another kind of period
        return this.ask({ kind, ...(kind === "free" ? {} : { last: undefined }) });
    }

    stepTo(step) {
        return this.ask({ first: step.first, last: step.last });
    }

    chooseDay(name, ev) {
        return ev.target.value ? this.ask({ [name]: ev.target.value }) : undefined;
    }

    chooseCompare(ev) {
        return this.ask({ compare: ev.target.value || undefined });
    }

    chooseStep(ev) {
        this.state.sort = null;
        return this.ask({ step: ev.target.value || undefined });
    }

    filter(key, id) {
        return this.ask({ [key]: id || undefined });
    }

    get hasFilters() {
        return this.state.page.filters.some((filter) => filter.value);
    }

    clearFilters() {
        return this.ask(Object.fromEntries(this.state.page.filters.map(({ key }) => [key, undefined])));
    }

    // ------------------------------------------------------------------ what is shown

    /** The figures, each once: without the columns into which they are divided. */
    get figures() {
        return this.state.page.columns.filter((column) => !column.split);
    }

    get asOf() {
        const { as_of, pending_days } = this.state.page;
        return [
            as_of ? _t("As of %s", this.moment(as_of)) : _t("Not counted yet"),
            ...(pending_days ? [_t("%s days wait to be counted", pending_days)] : []),
        ].join(" · ");
    }

    frozenText(month) {
        return _t("Published: %(month)s (%(moment)s)", { month: month.name, moment: this.moment(month.frozen_at) });
    }

    explain(column) {
        return [column.formula, column.base && _t("Base: %s", column.base), column.note].filter(Boolean).join(" · ");
    }

    get sections() {
        return Object.entries(Object.groupBy(this.state.page.reports, (report) => report.section));
    }

    moment(text) {
        return deserializeDateTime(text).toFormat("yyyy-MM-dd HH:mm");
    }

    get isHeat() {
        return this.state.page.chart === "heat";
    }

    get isEmpty() {
        return !this.state.page.rows.some((row) => row.values.some((value) => value));
    }

    chooseFigure(key) {
        this.state.figure = key;
    }

    sortBy(key) {
        const { sort } = this.state;
        const falling = !(sort?.key === key && sort.falling);
        this.state.sort = sort?.key === key && !sort.falling ? null : { key, falling };
    }

    // ------------------------------------------------------------------ what is opened

    async openRecords(row, column) {
        const action = await this.orm.call(MODEL, "open_records", [this.state.asked, row, column]);
        return this.action.doAction(action);
    }

    openAnalysis(analysis) {
        const { first, last } = this.state.asked;
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: analysis.name,
            res_model: analysis.model,
            views: [[false, "pivot"], [false, "graph"], [false, "list"]],
            domain: [["day", ">=", first], ["day", "<=", last]],
        });
    }

    save(kind) {
        return download({ url: "/city12319/report", data: { kind, asked: JSON.stringify(this.state.asked) } });
    }

    get files() {
        return [
            { kind: "xlsx", name: _t("Excel (xlsx)"), icon: "fa-file-excel-o" },
            { kind: "csv", name: _t("Text table (csv)"), icon: "fa-file-text-o" },
            { kind: "pdf", name: _t("Print (PDF)"), icon: "fa-file-pdf-o" },
        ];
    }
}

registry.category("actions").add("city12319_report_pages.report_page", ReportPage);
