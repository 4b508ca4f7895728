import { Component, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { debounce } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { FigureChart } from "../figure_chart/figure_chart";
import { FigureTable } from "../figure_table/figure_table";
import { HeatMap } from "../heat_map/heat_map";

const DELAY = 400;
const PLAIN = ["name", "row_dim", "split_dim", "chart", "top"];
const RECORDS = ["area_id", "department_id", "category_id", "service_type_id", "source_id"];

/** What a report would show, beside the form on which it is defined. */
export class ReportPreview extends Component {
    static template = "city12319_report_pages.ReportPreview";
    static components = { FigureChart, FigureTable, HeatMap };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.serial = 0;
        this.state = useState({ page: null, problem: null });
        this.lookAgain = debounce((values) => this.load(values), DELAY);
        useRecordObserver((record) => {
            this.lookAgain(this.valuesOf(record.data));
        });
        onWillUnmount(() => this.lookAgain.cancel());
    }

    valuesOf(data) {
        return {
            ...Object.fromEntries(PLAIN.map((name) => [name, data[name]])),
            ...Object.fromEntries(RECORDS.map((name) => [name, data[name] ? data[name].id : false])),
            figures: data.figure_ids.records.map(({ data: { code, in_chart } }) => ({ code, in_chart })),
        };
    }

    async load(values) {
        const serial = ++this.serial;
        const answer = await this.orm.silent.call("city12319.report.page", "preview", [values]);
        if (serial === this.serial) {
            Object.assign(this.state, answer.problem ? { page: null, problem: answer.problem } : { page: answer, problem: null });
        }
    }

    nothing() {}
}

registry.category("view_widgets").add("city12319_report_preview", { component: ReportPreview });
