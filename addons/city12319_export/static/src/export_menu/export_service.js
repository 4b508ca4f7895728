import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

const UNDER_WAY = ["waiting", "running"];

/**
 * The exports of this person: those under way, as the server reports them over the bus, and the last ones that ended.
 *
 * A file that is made at once is fetched at once. For one that is made in the background, a notice with a button appears
 * on whatever page is open.
 */
export class Exports {
    constructor({ orm, notification, action }) {
        this.orm = orm;
        this.notification = notification;
        this.action = action;
        this.state = reactive({ jobs: [] });
        this.announced = new Set();
        this.closeUnderWay = {};
    }

    get active() {
        return this.state.jobs.filter((job) => UNDER_WAY.includes(job.state));
    }

    async load() {
        this.state.jobs = await this.orm.silent.call("city12319.export.job", "mine", []);
    }

    async start(request) {
        const job = await this.orm.call("city12319.export.job", "start", [request]);
        this.announced.add(job.id);
        this.put(job);
        if (job.state === "done") {
            this.fetch(job);
            if (job.message) {
                this.notification.add(job.message, { type: "warning" });
            }
        } else {
            this.announced.delete(job.id);
            this.closeUnderWay[job.id] = this.notification.add(
                _t("The export is under way. You are told here when the file is ready."), { title: job.name, type: "info" }
            );
        }
    }

    /** Take what the server says about a job. */
    receive(job) {
        this.put(job);
        if (UNDER_WAY.includes(job.state) || this.announced.has(job.id)) {
            return;
        }
        this.announced.add(job.id);
        this.closeUnderWay[job.id]?.();
        if (job.state === "done") {
            const close = this.notification.add(job.message || _t("%s rows. The file is ready.", job.total), {
                title: job.name, type: "success", sticky: true, className: "o_hotline_export_ready",
                buttons: [
                    {
                        name: _t("Download"), primary: true,
                        onClick: () => {
                            this.fetch(job);
                            close();
                        },
                    },
                ],
            });
        } else if (job.state === "failed") {
            this.notification.add(job.message, { title: _t("Export failed: %s", job.name), type: "danger", sticky: true });
        }
    }

    put(job) {
        const others = this.state.jobs.filter((other) => other.id !== job.id);
        this.state.jobs = [job, ...others].sort((one, two) => two.id - one.id).slice(0, 8);
    }

    fetch(job) {
        return this.action.doAction({ type: "ir.actions.act_url", url: job.url, target: "download" });
    }

    async cancel(job) {
        await this.orm.call("city12319.export.job", "action_cancel", [[job.id]]);
        await this.load();
    }

    async retry(job) {
        this.announced.delete(job.id);
        await this.orm.call("city12319.export.job", "action_retry", [[job.id]]);
        await this.load();
    }
}

export const exportService = {
    dependencies: ["action", "bus_service", "notification", "orm"],
    start(env, { action, bus_service: bus, notification, orm }) {
        const exports = new Exports({ action, notification, orm });
        if (session.city12319_exports) {
            bus.subscribe("city12319.export", (job) => exports.receive(job));
            bus.start();
            if (session.city12319_exports.running) {
                exports.load();
            }
        }
        return exports;
    },
};

registry.category("services").add("city12319_exports", exportService);
