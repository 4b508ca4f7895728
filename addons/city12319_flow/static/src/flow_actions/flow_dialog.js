import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { useAutoresize } from "@web/core/utils/autoresize";
import { FlowAttachments } from "./flow_attachments";
import { FlowFields, isEmptyField, serverValue } from "./flow_fields";

const isEqual = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The one dialog of the flow: asks for what an action needs and does it.
 *
 * What the server refuses is shown inside, without closing and without losing what was typed.
 */
export class FlowDialog extends Component {
    static template = "city12319_flow.FlowDialog";
    static components = { Dialog, FlowFields, FlowAttachments };
    static props = {
        close: Function,
        action: Object,
        resModel: String,
        context: { type: Object, optional: true },
        evalContext: { type: Object, optional: true },
        execute: Function, // (values, action) => promise of the result
        refresh: { type: Function, optional: true }, // () => promise of the action as it is possible now
        onDone: { type: Function, optional: true }, // (result) => …
        onFailed: { type: Function, optional: true },
    };

    setup() {
        this.action = this.props.action;
        this.record = null;
        this.reasonRef = useRef("reason");
        this.bodyRef = useRef("body");
        this.errorRef = useRef("error");
        this.state = useState({
            running: false,
            uploading: false,
            impossible: false,
            reasonInvalid: false,
            filesInvalid: false,
            incomplete: 0, // how often it was confirmed with something missing
            error: "",
            hint: "",
            files: [],
        });
        this.onReady = (record) => {
            this.record = record;
            this.initial = Object.fromEntries(this.action.fields.map(({ name }) => [name, serverValue(record, name)]));
        };
        this.onUploading = (uploading) => {
            this.state.uploading = uploading;
            this.state.filesInvalid = false;
        };
        if (this.action.reason !== "none") {
            useAutoresize(this.reasonRef, { minimumHeight: 72 });
        }
        useEffect(
            (incomplete) => {
                if (incomplete) {
                    // the fields draw their marks in the frame after the dialog's own
                    requestAnimationFrame(() => this.focusFirstInvalid());
                }
            },
            () => [this.state.incomplete]
        );
        useEffect(
            (error) => {
                if (error) {
                    this.errorRef.el.scrollIntoView({ block: "nearest" });
                }
            },
            () => [this.state.error]
        );
    }

    get reasonLabel() {
        return this.action.reason_label || _t("Reason");
    }

    get confirmClass() {
        return this.action.style === "danger" ? "btn-danger" : "btn-primary";
    }

    onReasonInput() {
        this.state.reasonInvalid = false;
    }

    // ------------------------------------------------------------------ confirm

    async confirm() {
        if (this.state.running || this.state.uploading || this.state.impossible) {
            return;
        }
        this.state.running = true;
        this.state.error = "";
        this.state.hint = "";
        let result;
        try {
            if (!(await this.validate())) {
                this.state.incomplete++;
                return;
            }
            result = await this.props.execute(this.collect(), this.action);
        } catch (error) {
            await this.showError(error);
            return;
        } finally {
            this.state.running = false;
        }
        this.props.close();
        await this.props.onDone?.(result);
    }

    async validate() {
        let valid = true;
        if (this.record) {
            valid = await this.record.checkValidity(); // waits for what is being typed
            for (const { name, required } of this.action.fields) {
                if (required && isEmptyField(this.record, name)) {
                    await this.record.setInvalidField(name);
                    valid = false;
                }
            }
        }
        this.state.reasonInvalid = this.action.reason === "required" && !this.reason;
        this.state.filesInvalid = this.action.attachments === "required" && !this.state.files.length;
        return valid && !this.state.reasonInvalid && !this.state.filesInvalid;
    }

    get reason() {
        return this.reasonRef.el ? this.reasonRef.el.value.trim() : "";
    }

    collect() {
        const values = {};
        // everything that stands in the dialog; only what is and was empty says nothing
        for (const { name, required } of this.record ? this.action.fields : []) {
            const value = serverValue(this.record, name);
            const says = value && !isEmptyField(this.record, name);
            if (required || says || !isEqual(value, this.initial[name])) {
                values[name] = value;
            }
        }
        if (this.reason) {
            values.reason = this.reason;
        }
        if (this.state.files.length) {
            values.attachment_ids = this.state.files.map((file) => file.id);
        }
        return values;
    }

    focusFirstInvalid() {
        const selector = [
            ".o_field_invalid input:not([type=hidden])",
            ".o_field_invalid textarea",
            ".o_field_invalid select",
            ".o_flow_reason.is-invalid",
            ".o_flow_files_invalid button",
        ].join(", ");
        this.bodyRef.el?.querySelector(selector)?.focus();
    }

    // ------------------------------------------------------------------ errors

    async showError(error) {
        if (error instanceof ConnectionLostError) {
            this.state.error = _t("No connection to the server. Nothing you typed is lost: try again in a moment.");
            return;
        }
        if (!(error instanceof RPCError)) {
            throw error;
        }
        if (!String(error.exceptionName).startsWith("odoo.exceptions.")) {
            this.state.error = _t("Something went wrong on the server. Nothing you typed is lost.");
            throw error; // the usual error dialog has the details
        }
        this.state.error = error.data.message || error.message;
        await this.lookAgain();
    }

    /** The document may have moved on: say so, and let the person decide with the present state in view. */
    async lookAgain() {
        if (!this.props.refresh) {
            return;
        }
        const before = this.action.version;
        const fresh = await this.props.refresh();
        if (!fresh) {
            this.state.impossible = true;
            this.state.hint = _t("This step is no longer possible. Copy your text if you still need it.");
        } else if (fresh.version !== before) {
            this.action = { ...this.action, version: fresh.version };
            this.state.hint = _t("The record has moved on meanwhile. Check it before you confirm again.");
        } else {
            return;
        }
        await this.props.onFailed?.();
    }
}
