import { Component, useState } from "@odoo/owl";
import { FileModel } from "@web/core/file_viewer/file_model";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { humanDuration } from "./duration";

function makeFile({ id, name, mimetype }) {
    return Object.assign(new FileModel(), { id, name, mimetype, type: "binary" });
}

/** View widget: everything that happened to a document, made from its events. */
export class FlowTimeline extends Component {
    static template = "city12319_flow.FlowTimeline";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.fileViewer = useFileViewer();
        this.keepLast = new KeepLast();
        this.state = useState({ events: null, failed: false, newestFirst: false });
        useRecordObserver((record) => {
            const { resId, resModel } = record;
            const { version } = record.data; // a new event raises it
            this.load({ resId, resModel, version });
        });
    }

    async load(document) {
        const { resId, resModel } = document;
        this.retry = () => this.load(document);
        this.state.failed = false;
        if (!resId) {
            this.state.events = [];
            return;
        }
        let events;
        try {
            events = await this.keepLast.add(this.orm.call(resModel, "flow_timeline", [[resId]]));
        } catch (error) {
            this.state.failed = true;
            throw error;
        }
        this.state.events = events.map((event, index) => this.prepare(event, events[index - 1]));
    }

    prepare(event, before) {
        const at = deserializeDateTime(event.at);
        const files = (event.attachments || []).map(makeFile);
        return {
            ...event,
            date: formatDate(at),
            time: at.toFormat(localization.timeFormat.replace(/:ss/, "")),
            newDay: !before || !deserializeDateTime(before.at).hasSame(at, "day"),
            waited: before ? humanDuration(at.diff(deserializeDateTime(before.at), "seconds").seconds) : "",
            newRound: Boolean(before) && before.round !== event.round,
            moved: Boolean(event.to_stage) && event.to_stage !== event.from_stage,
            files,
        };
    }

    /** Rows from top to bottom; the separator of a round stands before its first event in reading order. */
    get rows() {
        const events = this.state.events || [];
        return this.state.newestFirst ? [...events].reverse() : events;
    }

    get hasRounds() {
        return (this.state.events || []).some((event) => event.newRound);
    }

    /** In which round the reader arrives at this row, or false when it is the same as in the row before. */
    roundAt(index) {
        if (!this.hasRounds) {
            return false;
        }
        const rows = this.rows;
        return !index || rows[index - 1].round !== rows[index].round ? rows[index].round : false;
    }

    roundText(round) {
        return _t("Round %s", round);
    }

    thumbnail(file) {
        return `/web/image/${file.id}/160x160`;
    }

    open(event, file) {
        this.fileViewer.open(file, event.files);
    }

    toggleOrder() {
        this.state.newestFirst = !this.state.newestFirst;
    }
}

export const flowTimeline = {
    component: FlowTimeline,
    fieldDependencies: [{ name: "version", type: "integer" }],
    additionalClasses: ["o_flow_timeline_widget"],
};

registry.category("view_widgets").add("city12319_flow_timeline", flowTimeline);
