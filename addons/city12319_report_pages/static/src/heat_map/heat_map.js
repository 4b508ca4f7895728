import { Component } from "@odoo/owl";

/** Rows down, hours of the day (or what else divides the figure) across: the more, the darker. */
export class HeatMap extends Component {
    static template = "city12319_report_pages.HeatMap";
    static props = { page: Object, open: Function };

    /** The fields of the first figure: [{column, index}]. */
    get fields() {
        const { columns } = this.props.page;
        return columns
            .map((column, index) => ({ column, index }))
            .filter(({ column }) => column.split && column.figure === columns[0].figure);
    }

    get most() {
        const { fields } = this;
        return Math.max(1, ...this.props.page.rows.flatMap((row) => fields.map(({ index }) => row.values[index] || 0)));
    }

    /** Shade of a field, the darkest for the value ``most``; the square root keeps quiet hours apart from empty ones. */
    style(value, most) {
        const share = Math.sqrt((value || 0) / most);
        return value ? `background-color: rgba(31, 95, 168, ${(0.08 + 0.92 * share).toFixed(2)}); color: ${share > 0.6 ? "#fff" : "inherit"}` : "";
    }

    short(label) {
        return label.replace(":00", "");
    }
}
