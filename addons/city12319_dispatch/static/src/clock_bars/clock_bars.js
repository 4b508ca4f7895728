import { Component, useState } from "@odoo/owl";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** View widget: the clocks of a case, each with a bar of the time used against its limit. */
export class ClockBars extends Component {
    static template = "city12319_dispatch.ClockBars";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ clocks: null, failed: false });
        useRecordObserver((record) => {
            const { resId, resModel } = record;
            const { version } = record.data; // a new event raises it
            this.load({ resId, resModel, version });
        });
    }

    async load(document) {
        this.retry = () => this.load(document);
        this.state.failed = false;
        if (!document.resId) {
            this.state.clocks = [];
            return;
        }
        try {
            const clocks = await this.keepLast.add(
                this.orm.call("city12319.clock", "bars", [document.resModel, document.resId]),
            );
            this.state.clocks = clocks.map((clock) => this.prepare(clock));
        } catch (error) {
            this.state.failed = true;
            throw error;
        }
    }

    moment(value) {
        if (!value) {
            return "";
        }
        const at = deserializeDateTime(value);
        return `${formatDate(at)} ${at.toFormat(localization.timeFormat.replace(/:ss/, ""))}`;
    }

    prepare(clock) {
        return {
            ...clock,
            started: this.moment(clock.started_at),
            stopped: this.moment(clock.stopped_at),
            due: this.moment(clock.due_at),
            width: `width: ${Math.min(100, Math.round(clock.share * 100))}%`,
        };
    }
}

registry.category("view_widgets").add("city12319_clock_bars", {
    component: ClockBars,
    fieldDependencies: [{ name: "version", type: "integer" }],
});
