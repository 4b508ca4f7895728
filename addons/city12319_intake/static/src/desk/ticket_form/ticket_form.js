import { onWillUnmount, useSubEnv } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { session } from "@web/session";
import { DraftKeeper } from "../drafts/draft_keeper";

/**
 * The registration form. A new registration is saved when the agent says so, never by leaving the page or switching
 * tabs: a ticket takes a number and is kept for good. Until then it is a draft.
 */
export class TicketFormController extends FormController {
    setup() {
        super.setup();
        this.notification = useService("notification");
        this.keeper = new DraftKeeper(useService("city12319_drafts"));
        useSubEnv({
            ticketForm: {
                keeper: this.keeper,
                save: () => this.saveButtonClicked({}),
                enabled: Boolean(session.city12319_desk) && !this.env.inDialog,
            },
        });
        useBus(rpcBus, "RPC:RESPONSE", ({ detail }) => this.onResponse(detail));
        onWillUnmount(() => {
            this.keeper.keep();
            this.keeper.end();
        });
    }

    get isDraft() {
        return this.keeper.active && Boolean(this.keeper.key);
    }

    /** Saving goes through several buttons: whether the server was reached is seen here for all of them. */
    onResponse({ data, error }) {
        const { model, method } = data.params || {};
        if (model === this.props.resModel && method === "web_save") {
            this.keeper.state.offline = error instanceof ConnectionLostError;
            if (this.keeper.state.offline && this.isDraft) {
                this.keeper.keep();
            }
        }
    }

    /** Saved twice because the first answer was lost: the server knows the registration by the key of its draft. */
    async onWillSaveRecord(record, changes) {
        if (record.isNew && this.isDraft) {
            changes.save_key = this.keeper.key;
        }
        return super.onWillSaveRecord(record, changes);
    }

    async onSaveError(error, options, leaving) {
        if (error instanceof ConnectionLostError) {
            if (!this.isDraft) {
                this.notification.add(_t("No connection to the server. Your changes are still here: save again later."), {
                    type: "warning",
                });
            }
            return false;
        }
        return super.onSaveError(error, options, leaving);
    }

    async onRecordSaved(record, changes) {
        await super.onRecordSaved(record, changes);
        this.keeper.finish();
    }

    async discard() {
        this.keeper.finish();
        return super.discard();
    }

    async create() {
        if (this.isDraft) {
            await this.keepForLater();
            return this.model.load({ resId: false });
        }
        return super.create();
    }

    // ------------------------------------------------------------------ leaving

    async keepForLater() {
        await this.model.root.isDirty(); // takes over what is being typed
        if (this.keeper.keep()) {
            this.notification.add(_t("Kept as a draft. You find it under “New ticket” and in “My day”."), { type: "info" });
        }
    }

    beforeVisibilityChange() {
        if (this.isDraft) {
            this.keeper.keep();
            return;
        }
        return super.beforeVisibilityChange();
    }

    async beforeLeave(options = {}) {
        if (this.isDraft) {
            await this.keepForLater();
            return true;
        }
        return super.beforeLeave(options);
    }

    async beforeUnload(ev) {
        if (this.isDraft) {
            if (this.keeper.keep()) {
                this.keeper.store.beacon(this.keeper.key);
            }
            return;
        }
        return super.beforeUnload(ev);
    }
}

/** Without connection, what depends on a field is worked out when the ticket is saved; the field itself stays. */
export class TicketModel extends formView.Model {
    async _onchange(config, params = {}) {
        try {
            return await super._onchange(config, params);
        } catch (error) {
            if (error instanceof ConnectionLostError && params.fieldNames?.length) {
                return {};
            }
            throw error;
        }
    }
}

registry.category("views").add("city12319_ticket_form", {
    ...formView,
    Model: TicketModel,
    Controller: TicketFormController,
});
