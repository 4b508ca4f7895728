/* global Chart */
import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { formatFigure } from "../figures";

const SHOWN_AT_MOST = 30;
const NOW = "#1f5fa8";
const BEFORE = "#c3ccd6";

/** A mark of the axis: only as many decimals as it needs. */
function tick(value, column) {
    const shown = column.kind === "percent" ? value * 100 : value;
    return formatFigure(value, { ...column, digits: Number.isInteger(Number(shown.toFixed(6))) ? 0 : 1 });
}

/** One figure of all rows as bars, or as a line where the rows are days or months, beside the period compared with. */
export class FigureChart extends Component {
    static template = "city12319_report_pages.FigureChart";
    static props = { page: Object, column: Object, choose: Function };

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.page, this.props.column]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get index() {
        return this.props.page.columns.indexOf(this.props.column);
    }

    get rows() {
        const { rows, timeline } = this.props.page;
        return timeline ? rows : rows.filter((row) => row.values[this.index] !== null).slice(0, SHOWN_AT_MOST);
    }

    get more() {
        return this.props.page.rows.length > SHOWN_AT_MOST && !this.props.page.timeline;
    }

    get shownAtMost() {
        return SHOWN_AT_MOST;
    }

    series(name, values, color) {
        return { label: name, data: values, backgroundColor: color, borderColor: color, borderWidth: 2, pointRadius: 2, maxBarThickness: 46 };
    }

    draw() {
        this.chart?.destroy();
        const { page, column } = this.props;
        const { rows, index } = this;
        const sets = [this.series(page.period, rows.map((row) => row.values[index]), NOW)];
        if (page.compared) {
            sets.unshift(this.series(page.compared.period, rows.map((row) => row.before?.[index] ?? null), BEFORE));
        }
        const ink = cookie.get("color_scheme") === "dark" ? "#ced4da" : "#495057";
        const grid = cookie.get("color_scheme") === "dark" ? "#3a3f46" : "#e9ecef";
        this.chart = new Chart(this.canvas.el, {
            type: page.timeline && rows.length > 1 ? "line" : "bar",
            data: { labels: rows.map((row) => row.label), datasets: sets },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: { mode: "index", intersect: false },
                plugins: {
                    legend: { display: sets.length > 1, labels: { color: ink } },
                    tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${formatFigure(item.raw, column)}` } },
                },
                scales: {
                    x: { ticks: { color: ink, autoSkip: true, maxRotation: 60 }, grid: { display: false } },
                    y: { beginAtZero: true, ticks: { color: ink, callback: (value) => tick(value, column) }, grid: { color: grid } },
                },
            },
        });
    }

    onChoose(ev) {
        this.props.choose(ev.target.value);
    }
}
