import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { FetchRecordError } from "@web/model/relational_model/errors";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { FlowDialog } from "./flow_dialog";

const MAX_BUTTONS = 6;
const MAX_SMALL_BUTTONS = 2; // both answers to a question side by side: receive or refuse, passed or failed
const MAX_KEYS = 9;

/** Tell whether the server says that this person cannot see the record (any more). */
function isOutOfSight(error) {
    if (error instanceof FetchRecordError) {
        return true;
    }
    return (
        error instanceof RPCError &&
        ["odoo.exceptions.AccessError", "odoo.exceptions.MissingError"].includes(error.exceptionName)
    );
}

export function needsDialog(action) {
    return Boolean(
        action.confirm || action.fields.length || action.reason !== "none" || action.attachments !== "none"
    );
}

/**
 * View widget for the header of a form: one button for everything that this person may do now with the document.
 *
 * Options: `{'new': True}` also shows, on a document that is not saved yet, what could be done right after saving.
 */
export class FlowActions extends Component {
    static template = "city12319_flow.FlowActions";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps, onNew: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.actionService = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ actions: [], running: false });
        useRecordObserver((record) => {
            // read here, so that saving, reloading and every event load the buttons again
            const { resId, dirty } = record;
            const { version, write_date } = record.data;
            if (!dirty || !resId) {
                this.load({ resId, version, write_date });
            }
        });
    }

    // ------------------------------------------------------------------ buttons

    async load({ resId }) {
        if (this.loadedNew && !resId) {
            return; // the same for every change of an unsaved document
        }
        this.loadedNew = !resId;
        this.state.actions = await this.keepLast.add(this.fetch(resId));
    }

    async fetch(resId) {
        const { resModel, context, isInEdition } = this.props.record;
        const shownOnly = this.env.inDialog && !isInEdition;
        if (shownOnly || (!resId && !this.props.onNew)) {
            return [];
        }
        try {
            return await this.orm.call(resModel, "flow_actions", [resId ? [resId] : []], { context });
        } catch (error) {
            if (isOutOfSight(error)) {
                return [];
            }
            throw error;
        }
    }

    /** Main buttons first, red ones last. */
    get actions() {
        const rank = (action) => ["primary", "secondary", "danger"].indexOf(action.style);
        return [...this.state.actions].sort((a, b) => rank(a) - rank(b));
    }

    /** Everything offered, visible or below “More”: a mark for tests and style sheets. */
    get codes() {
        return this.actions.map((action) => action.code).join(" ");
    }

    get visibleActions() {
        const { actions } = this;
        if (this.env.isSmall && actions.length > MAX_SMALL_BUTTONS) {
            const primary = actions.filter((action) => action.style === "primary");
            return primary.length ? primary : actions.slice(0, 1);
        }
        if (actions.length <= MAX_BUTTONS) {
            return actions;
        }
        const primary = actions.filter((action) => action.style === "primary");
        return actions.slice(0, Math.max(primary.length, MAX_BUTTONS - 1));
    }

    get hiddenActions() {
        const visible = this.visibleActions;
        return this.actions.filter((action) => !visible.includes(action));
    }

    buttonClass(action) {
        const kinds = { primary: "btn-primary", danger: "btn-outline-danger", secondary: "btn-secondary" };
        return `o_flow_action btn ${kinds[action.style] || kinds.secondary}`;
    }

    /** On an unsaved document a button saves first. */
    get isNew() {
        return this.props.record.isNew;
    }

    /** Alt+Shift+1 to 9, as the buttons stand. */
    hotkey(index) {
        return index < MAX_KEYS ? `shift+${index + 1}` : undefined;
    }

    title(action, index) {
        const key = index < MAX_KEYS ? `(Alt+Shift+${index + 1})` : "";
        const first = this.isNew ? _t("Saves first.") : "";
        return [first, action.help, key].filter(Boolean).join(" ");
    }

    itemClass(action) {
        return `o_flow_action_item ${action.style === "danger" ? "text-danger" : ""}`;
    }

    // ------------------------------------------------------------------ acting

    async onAction(clicked) {
        if (this.state.running) {
            return;
        }
        this.state.running = true;
        try {
            const action = await this.prepare(clicked);
            if (!action) {
                return;
            }
            if (needsDialog(action)) {
                this.openDialog(action);
            } else {
                await this.actAtOnce(action);
            }
        } finally {
            this.state.running = false;
        }
    }

    /**
     * Save what was typed into the form. Returns the action as it is possible now, or nothing.
     *
     * Right after a step the buttons may still be those of before it: then the server is asked again.
     */
    async prepare(clicked) {
        const { record } = this.props;
        if (record.isNew || (await record.isDirty())) {
            if (!(await record.save())) {
                return;
            }
        } else if (clicked.version === record.data.version) {
            return clicked;
        }
        const action = await this.refreshAction(clicked.code);
        if (!action) {
            this.notification.add(
                _t("“%s” is not possible any more. Look at the record again.", clicked.name),
                { type: "warning" }
            );
        }
        return action;
    }

    /** Ask the server again what is possible now. */
    async refreshAction(code) {
        const { resId } = this.props.record;
        const actions = await this.fetch(resId);
        this.state.actions = actions;
        return actions.find((action) => action.code === code);
    }

    advance(action, values) {
        const { resModel, resId, context } = this.props.record;
        return this.orm.call(
            resModel,
            "advance",
            [[resId], action.code, { ...values, expected_version: action.version }],
            { context }
        );
    }

    async actAtOnce(action) {
        let result;
        try {
            result = await this.advance(action, {});
        } catch (error) {
            // most likely somebody else was faster: show how it stands, below the message
            await this.reload();
            throw error;
        }
        await this.afterAdvance(action, result);
    }

    openDialog(action) {
        const { record } = this.props;
        this.dialog.add(FlowDialog, {
            action,
            resModel: record.resModel,
            context: record.context,
            evalContext: record.evalContext,
            execute: (values, current) => this.advance(current, values),
            refresh: () => this.refreshAction(action.code),
            onDone: (result) => this.afterAdvance(action, result),
            onFailed: () => this.reload(),
        });
    }

    async afterAdvance(action, result) {
        this.notification.add(_t("Done: %s", action.name), { type: "success" });
        if (result && typeof result === "object" && String(result.type).startsWith("ir.actions.")) {
            await this.actionService.doAction(result);
            return;
        }
        await this.reload();
    }

    /** Load the document again; leave it when this person cannot see it any more. */
    async reload() {
        const { record } = this.props;
        // ask first: reading what is out of sight would be an error in the log of the server
        if (!(await this.isVisible(record))) {
            this.leave();
            return;
        }
        try {
            await record.model.load();
        } catch (error) {
            if (!isOutOfSight(error)) {
                throw error;
            }
            this.leave();
        }
    }

    async isVisible({ resModel, resId, context }) {
        const found = await this.orm.search(resModel, [["id", "=", resId]], {
            limit: 1,
            context: { ...context, active_test: false },
        });
        return found.length > 0;
    }

    leave() {
        this.notification.add(_t("This record is now with somebody else and no longer visible to you."), {
            type: "info",
        });
        if (this.env.inDialog) {
            this.env.dialogData.close();
        } else {
            this.env.config.historyBack();
        }
    }
}

export const flowActions = {
    component: FlowActions,
    extractProps: ({ options }) => ({ onNew: Boolean(options.new) }),
    fieldDependencies: [
        { name: "version", type: "integer" },
        { name: "write_date", type: "datetime" },
    ],
    additionalClasses: ["o_flow_actions_widget"],
};

registry.category("view_widgets").add("city12319_flow_actions", flowActions);
