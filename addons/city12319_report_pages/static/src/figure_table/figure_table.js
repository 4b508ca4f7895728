import { Component } from "@odoo/owl";
import { changeOf, formatFigure, NOTHING } from "../figures";

/** The table of a report. A figure is a button when records stand behind it. */
export class FigureTable extends Component {
    static template = "city12319_report_pages.FigureTable";
    static props = { page: Object, sort: { type: [Object, { value: null }] }, sortBy: Function, open: Function };

    get rows() {
        const { page, sort } = this.props;
        const at = sort ? page.columns.findIndex((column) => column.code === sort.code) : -1;
        if (at < 0) {
            return page.rows;
        }
        const known = (row) => typeof row.values[at] === "number";
        const order = (a, b) => (known(b) - known(a)) || (sort.falling ? b.values[at] - a.values[at] : a.values[at] - b.values[at]);
        return [...page.rows].sort(order);
    }

    get before() {
        return this.props.page.compared;
    }

    get nothing() {
        return NOTHING;
    }

    hint(column) {
        return JSON.stringify({ column });
    }

    sortIcon(column) {
        const { sort } = this.props;
        return sort?.code === column.code ? (sort.falling ? "fa-sort-desc" : "fa-sort-asc") : "fa-sort";
    }

    format(value, column) {
        return formatFigure(value, column);
    }

    change(value, before, column) {
        return changeOf(value, before, column);
    }

    opens(row, index) {
        return row.opens && this.props.page.columns[index].opens && row.values[index];
    }
}
