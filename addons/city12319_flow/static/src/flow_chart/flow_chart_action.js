import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { FlowChart } from "./flow_chart";

/** Client action: the whole flow as a chart, drawn from its records. */
export class FlowChartAction extends Component {
    static template = "city12319_flow.FlowChartAction";
    static components = { FlowChart, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ flows: [], code: false, chart: null });
        onWillStart(() => this.start());
    }

    async start() {
        const [flows, canOpenStage, canOpenTransition] = await Promise.all([
            this.orm.searchRead("city12319.flow", [], ["name", "code"]),
            user.checkAccessRight("city12319.stage", "write"),
            user.checkAccessRight("city12319.transition", "write"),
        ]);
        this.state.flows = flows;
        this.canOpenStage = canOpenStage;
        this.canOpenTransition = canOpenTransition;
        const { params = {}, context = {} } = this.props.action;
        const wanted = params.flow_code || context.flow_code;
        const flow = flows.find((each) => each.code === wanted) || flows[0];
        if (flow) {
            await this.load(flow.code);
        }
    }

    async load(code) {
        this.state.chart = await this.orm.call("city12319.flow", "chart", [code]);
        this.state.code = code;
        this.env.config.setDisplayName?.(this.state.chart.flow.name);
    }

    openRecord(resModel, resId, name) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    get onOpenStage() {
        return this.canOpenStage ? (id) => this.openRecord("city12319.stage", id, _t("Stage")) : undefined;
    }

    get onOpenTransition() {
        return this.canOpenTransition
            ? (id) => this.openRecord("city12319.transition", id, _t("Transition"))
            : undefined;
    }
}

registry.category("actions").add("city12319_flow.chart", FlowChartAction);
