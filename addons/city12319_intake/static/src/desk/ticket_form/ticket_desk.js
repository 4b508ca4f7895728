import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const { DateTime } = luxon;
const SHOWN = 3;

/**
 * View widget above a new registration: templates, drafts to take up again, the shortcuts, and a word when the server
 * cannot be reached. On a saved ticket it only feeds the quick texts.
 */
export class TicketDesk extends Component {
    static template = "city12319_intake.TicketDesk";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.quickTexts = useService("city12319_quick_texts");
        this.rootRef = useRef("root");
        this.form = this.env.ticketForm;
        this.state = useState({ templates: [], saving: false });
        if (this.enabled) {
            this.keeper = this.form.keeper;
            this.drafts = useState(this.keeper.state);
            useRecordObserver((record) => this.observe(record));
        }
        this.onInput = (ev) => {
            const name = ev.target.closest?.(".o_field_widget[name]")?.getAttribute("name");
            if (this.isShown && ["char", "text"].includes(this.props.record.fields[name]?.type)) {
                this.keeper.onTyped(name, ev.target.value);
            }
        };
        onWillStart(async () => {
            if (this.isShown) {
                await Promise.all([this.loadTemplates(), this.keeper.offer()]);
            }
        });
        onMounted(() => {
            this.renderer = this.rootRef.el.closest(".o_form_renderer");
            this.renderer?.addEventListener("input", this.onInput);
            if (this.enabled) {
                this.removeSource = this.quickTexts.addSource(this.renderer, () => this.props.record);
            }
        });
        onWillUnmount(() => {
            this.renderer?.removeEventListener("input", this.onInput);
            this.removeSource?.();
        });
    }

    get enabled() {
        return Boolean(this.form?.enabled) && !this.props.readonly;
    }

    get isShown() {
        return this.enabled && this.props.record.isNew;
    }

    observe(record) {
        // read every value, so that each change of the form is noticed
        Object.keys(record.activeFields).forEach((name) => record.data[name]);
        const wasNew = this.wasNew;
        this.wasNew = record.isNew;
        const another = record.isNew && this.keeper.recordId !== record.id;
        this.keeper.watch(record);
        if (another) {
            if (wasNew !== undefined) {
                this.keeper.offer();
                this.loadTemplates();
            }
            return;
        }
        this.keeper.onChanged();
    }

    // ------------------------------------------------------------------ templates

    async loadTemplates() {
        try {
            this.state.templates = await this.orm.silent.call("city12319.ticket.template", "usable", []);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    async applyTemplate(template) {
        const { record } = this.props;
        await record.isDirty();
        // what the agent has typed already stays
        const values = Object.fromEntries(
            Object.entries(template.values).filter(
                ([name]) =>
                    name in record.activeFields &&
                    (!record.data[name] || !["char", "text"].includes(record.fields[name].type))
            )
        );
        await record.update(values);
        this.focusField("summary");
        this.orm.silent.call("city12319.ticket.template", "count_use", [[template.id]]).catch(() => {});
    }

    focusField(name) {
        this.renderer?.querySelector(`.o_field_widget[name='${name}'] input, .o_field_widget[name='${name}'] textarea`)?.focus();
    }

    // ------------------------------------------------------------------ drafts

    get shownDrafts() {
        return this.drafts.drafts.slice(0, SHOWN);
    }

    when(draft) {
        const at = DateTime.fromMillis(draft.at);
        return at.hasSame(DateTime.now(), "day") ? at.toFormat("HH:mm") : at.toFormat("MM-dd HH:mm");
    }

    wordsOf(draft) {
        return draft.words || _t("Without words");
    }

    async restore(draft) {
        await this.keeper.restore(draft);
        this.focusField("summary");
    }

    async saveAgain() {
        this.state.saving = true;
        try {
            await this.form.save();
        } finally {
            this.state.saving = false;
        }
    }
}

registry.category("view_widgets").add("city12319_ticket_desk", {
    component: TicketDesk,
    additionalClasses: ["o_ticket_desk_widget"],
});
