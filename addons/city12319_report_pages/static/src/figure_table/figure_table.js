import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { changeOf, formatFigure, NOTHING } from "../figures";

/** The table of a report. A figure is a button when records stand behind it. */
export class FigureTable extends Component {
    static template = "city12319_report_pages.FigureTable";
    static props = { page: Object, sort: { type: [Object, { value: null }] }, sortBy: Function, open: Function };

    /** The columns with their places among the values: [{column, index}]; a heat map shows the divided ones itself. */
    get fields() {
        const { columns, chart } = this.props.page;
        return columns.map((column, index) => ({ column, index })).filter(({ column }) => chart !== "heat" || !column.split);
    }

    /** Heads above the heads, where figures are divided: [{name, columns}]. */
    get groups() {
        if (!this.fields.some(({ column }) => column.split)) {
            return [];
        }
        const groups = [];
        for (const { column } of this.fields) {
            if (groups.at(-1)?.figure !== column.figure) {
                groups.push({ figure: column.figure, name: column.name, columns: 0 });
            }
            groups.at(-1).columns++;
        }
        return groups;
    }

    get rows() {
        const { page, sort } = this.props;
        const at = sort ? page.columns.findIndex((column) => column.key === sort.key) : -1;
        if (at < 0) {
            return page.rows;
        }
        const known = (row) => Number(typeof row.values[at] === "number");
        const order = (a, b) => known(b) - known(a) || (sort.falling ? b.values[at] - a.values[at] : a.values[at] - b.values[at]);
        return [...page.rows].sort(order);
    }

    get comparedText() {
        const { name, period } = this.props.page.compared;
        return _t("Below each figure: %(name)s (%(period)s), and the change since then.", { name, period });
    }

    get moreText() {
        return _t("%s more rows are in the total.", this.props.page.more_rows);
    }

    get nothing() {
        return NOTHING;
    }

    hint(column) {
        return JSON.stringify({ column });
    }

    sortIcon(column) {
        const { sort } = this.props;
        return sort?.key === column.key ? (sort.falling ? "fa-sort-desc" : "fa-sort-asc") : "fa-sort";
    }

    ariaSort(column) {
        const { sort } = this.props;
        return sort?.key === column.key ? (sort.falling ? "descending" : "ascending") : "none";
    }

    format(value, column) {
        return formatFigure(value, column);
    }

    change(value, before, column) {
        return changeOf(value, before, column);
    }
}
