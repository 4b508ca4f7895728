import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { FlowChart } from "./flow_chart";

/** View widget: the flow chart with the path that this document took. Loads when it is shown, not with the form. */
export class FlowChartWidget extends Component {
    static template = "city12319_flow.FlowChartWidget";
    static components = { FlowChart };
    static props = { ...standardWidgetProps, flow: { type: String, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ chart: null, failed: false });
        useRecordObserver((record) => {
            // read here, so that a change of them loads again
            const { resId, resModel } = record;
            const { version, stage_id: stage } = record.data;
            this.load({ resId, resModel, version, stageId: stage && stage.id });
        });
    }

    async load(document) {
        const { resId, resModel, stageId } = document;
        this.retry = () => this.load(document);
        this.state.failed = false;
        if (!resId) {
            this.state.chart = null;
            return;
        }
        const fetch = async () => {
            const code = this.props.flow || (await this.flowOfStage(stageId));
            return this.orm.call("city12319.flow", "chart", [code, resModel, resId]);
        };
        try {
            this.state.chart = await this.keepLast.add(fetch());
        } catch (error) {
            this.state.failed = true;
            throw error;
        }
    }

    async flowOfStage(stageId) {
        const [stage] = await this.orm.webRead("city12319.stage", [stageId], {
            specification: { flow_id: { fields: { code: {} } } },
        });
        return stage.flow_id.code;
    }
}

export const flowChartWidget = {
    component: FlowChartWidget,
    extractProps: ({ attrs }) => ({ flow: attrs.flow }),
    fieldDependencies: [
        { name: "version", type: "integer" },
        { name: "stage_id", type: "many2one", relation: "city12319.stage" },
    ],
    additionalClasses: ["o_flow_chart_widget"],
};

registry.category("view_widgets").add("city12319_flow_chart", flowChartWidget);
