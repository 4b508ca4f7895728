import { Component } from "@odoo/owl";

const HOURS = [...Array(24).keys()];

/** Hours of the day across, days down: the more, the darker. */
export class HeatMap extends Component {
    static template = "city12319_report_pages.HeatMap";
    static props = { heat: Object };

    get hours() {
        return HOURS;
    }

    get most() {
        return Math.max(1, ...this.props.heat.rows.flatMap((row) => row.values));
    }

    /** Shade of a field; the square root keeps quiet hours apart from empty ones. */
    style(value) {
        const share = Math.sqrt(value / this.most);
        return value ? `background-color: rgba(31, 95, 168, ${(0.08 + 0.92 * share).toFixed(2)}); color: ${share > 0.6 ? "#fff" : "inherit"}` : "";
    }

    hint(row, hour) {
        return `${row.label} ${String(hour).padStart(2, "0")}:00–${String(hour + 1).padStart(2, "0")}:00 · ${row.values[hour]}`;
    }
}
