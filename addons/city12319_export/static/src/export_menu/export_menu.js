import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

const STATES = {
    waiting: _t("Waiting"), running: _t("Running"), done: _t("Ready"), failed: _t("Failed"), cancelled: _t("Cancelled"),
    expired: _t("File removed"),
};

/** In the bar on top while exports are under way, or have ended on this page: how far they are, and their files. */
export class ExportMenu extends Component {
    static template = "city12319_export.ExportMenu";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.exports = useService("city12319_exports");
        this.action = useService("action");
        this.state = useState(this.exports.state);
    }

    get active() {
        return this.state.jobs.filter((job) => ["waiting", "running"].includes(job.state));
    }

    stateText(job) {
        return job.state === "running" ? _t("%(written)s of %(total)s rows", job) : STATES[job.state];
    }

    openAll() {
        return this.action.doAction("city12319_export.export_job_action");
    }
}

if (session.city12319_exports) {
    registry.category("systray").add("city12319_exports", { Component: ExportMenu }, { sequence: 35 });
}
