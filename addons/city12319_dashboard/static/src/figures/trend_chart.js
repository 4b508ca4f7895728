import { Component, onMounted, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";

const TONES = {
    light: { text: "#495057", grid: "#e9ecef", main: "#1f5fa8", fill: "rgba(31, 95, 168, 0.12)", other: "#adb5bd", done: "#2e8b57" },
    dark: { text: "#9fb8d9", grid: "rgba(120, 160, 220, 0.16)", main: "#35c6ff", fill: "rgba(53, 198, 255, 0.18)", other: "#6b7f9e", done: "#3ddc97" },
};

/** A curve of days: the present span, what it is compared with, and what was closed. */
export class TrendChart extends Component {
    static template = "city12319_dashboard.TrendChart";
    static props = {
        labels: Array,
        series: Array, // { name, values, role: "main" | "other" | "done" }
        dark: { type: Boolean, optional: true },
        size: { type: Number, optional: true }, // of the letters, in pixels
        onDay: { type: Function, optional: true },
    };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => window.Chart || loadBundle("web.chartjs_lib"));
        onMounted(() => this.draw());
        useEffect(
            () => this.update(),
            () => [JSON.stringify([this.props.labels, this.props.series])]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get tones() {
        return this.props.dark ? TONES.dark : TONES.light;
    }

    datasets() {
        return this.props.series.map(({ name, values, role }) => ({
            label: name,
            data: values,
            borderColor: this.tones[role],
            backgroundColor: role === "main" ? this.tones.fill : "transparent",
            fill: role === "main",
            borderDash: role === "other" ? [5, 4] : [],
            borderWidth: role === "main" ? 2.5 : 1.8,
            pointRadius: 0,
            pointHitRadius: 12,
            tension: 0.3,
        }));
    }

    draw() {
        const font = { size: this.props.size || 12 };
        const { text, grid } = this.tones;
        this.chart = new window.Chart(this.canvas.el, {
            type: "line",
            data: { labels: this.props.labels, datasets: this.datasets() },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: { mode: "index", intersect: false },
                onClick: (ev, found) => found.length && this.props.onDay?.(found[0].index),
                plugins: { legend: { align: "end", labels: { color: text, font, boxWidth: 18, boxHeight: 2 } } },
                scales: {
                    x: { ticks: { color: text, font, maxRotation: 0, autoSkipPadding: 14 }, grid: { display: false } },
                    y: { beginAtZero: true, ticks: { color: text, font, precision: 0, maxTicksLimit: 5 }, grid: { color: grid } },
                },
            },
        });
    }

    update() {
        if (this.chart) {
            this.chart.data.labels = this.props.labels;
            this.chart.data.datasets = this.datasets();
            this.chart.update();
        }
    }
}
