/* global Chart */
import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { _t } from "@web/core/l10n/translation";
import { formatFigure } from "../figures";

const SHOWN_AT_MOST = 30;
const COLORS = ["#1f5fa8", "#e08e2b", "#2f9e6e", "#b3202c", "#7a5ea8", "#3aa0b8", "#8a8f98", "#c05a8a", "#9aa83a", "#5b4a3f"];
const BEFORE = "#c3ccd6";

/** A mark of the axis: only as many decimals as it needs. */
function tick(value, column) {
    const shown = column.kind === "percent" ? value * 100 : value;
    return formatFigure(value, { ...column, digits: Number.isInteger(Number(shown.toFixed(6))) ? 0 : 1 });
}

/** The rows of a report as bars, lines or a pie: the figures that belong in the chart, or one that was chosen. */
export class FigureChart extends Component {
    static template = "city12319_report_pages.FigureChart";
    static props = { page: Object, figure: { type: [String, { value: null }] }, choose: Function };

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.page, this.props.figure]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    /** Columns with their places among the values, those into which a figure is divided left aside. */
    get figures() {
        return this.props.page.columns.map((column, index) => ({ column, index })).filter(({ column }) => !column.split);
    }

    /** What is drawn at first: the figures of the chart that share a scale. */
    get together() {
        const chosen = this.figures.filter(({ column }) => column.in_chart);
        return (chosen.length ? chosen : this.figures.slice(0, 1)).filter(({ column }, _at, all) => column.kind === all[0].column.kind);
    }

    get drawn() {
        return this.props.figure ? this.figures.filter(({ column }) => column.key === this.props.figure) : this.together;
    }

    get rows() {
        const { rows, timeline } = this.props.page;
        const { index } = this.drawn[0];
        return timeline ? rows : rows.filter((row) => row.values[index]).slice(0, SHOWN_AT_MOST);
    }

    get more() {
        const { timeline, rows } = this.props.page;
        return !timeline && rows.length > SHOWN_AT_MOST ? SHOWN_AT_MOST : 0;
    }

    get moreText() {
        return _t("The first %s rows", this.more);
    }

    get type() {
        const { chart, timeline, compared } = this.props.page;
        if (timeline && this.props.page.rows.length > 1) {
            return "line";
        }
        return chart === "pie" && !compared && this.drawn.length === 1 && this.drawn[0].column.kind === "integer" ? "pie" : "bar";
    }

    /** Several parts of one figure, one upon the other. */
    get parts() {
        const { chart, columns, compared } = this.props.page;
        const [{ column }] = this.drawn;
        if (chart !== "stacked" || compared || this.drawn.length > 1) {
            return [];
        }
        return columns
            .map((one, index) => ({ column: one, index }))
            .filter((one) => one.column.split && one.column.figure === column.figure && this.rows.some((row) => row.values[one.index]));
    }

    series(name, values, color, stack) {
        return { label: name, data: values, backgroundColor: color, borderColor: color, borderWidth: 2, pointRadius: 2, maxBarThickness: 46, stack };
    }

    get sets() {
        const { page } = this.props;
        const { rows, drawn, parts } = this;
        const values = (index, of = "values") => rows.map((row) => row[of]?.[index] ?? null);
        if (parts.length) {
            return parts.map(({ column, index }, at) => this.series(column.split, values(index), COLORS[at % COLORS.length], "all"));
        }
        if (page.compared) {
            const [{ column, index }] = drawn;
            return [
                this.series(`${column.name} · ${page.compared.period}`, values(index, "before"), BEFORE),
                this.series(`${column.name} · ${page.period}`, values(index), COLORS[0]),
            ];
        }
        if (this.type === "pie") {
            return [{ data: values(drawn[0].index), backgroundColor: rows.map((_row, at) => COLORS[at % COLORS.length]), label: drawn[0].column.name }];
        }
        return drawn.map(({ column, index }, at) => this.series(column.name, values(index), COLORS[at % COLORS.length]));
    }

    draw() {
        this.chart?.destroy();
        const [{ column }] = this.drawn;
        const dark = cookie.get("color_scheme") === "dark";
        const ink = dark ? "#ced4da" : "#495057";
        const { sets, type } = this;
        const name = (item) => (type === "pie" ? item.label : item.dataset.label);
        const scales = {
            x: { ticks: { color: ink, autoSkip: true, maxRotation: 60 }, grid: { display: false } },
            y: { beginAtZero: true, ticks: { color: ink, callback: (value) => tick(value, column) }, grid: { color: dark ? "#3a3f46" : "#e9ecef" } },
        };
        this.chart = new Chart(this.canvas.el, {
            type,
            data: { labels: this.rows.map((row) => row.label), datasets: sets },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: type === "pie" ? {} : { mode: "index", intersect: false },
                plugins: {
                    legend: { display: type === "pie" || sets.length > 1, position: type === "pie" ? "right" : "top", labels: { color: ink } },
                    tooltip: { callbacks: { label: (item) => `${name(item)}: ${formatFigure(item.raw, column)}` } },
                },
                ...(type === "pie" ? {} : { scales }),
            },
        });
    }

    onChoose(ev) {
        this.props.choose(ev.target.value || null);
    }
}
