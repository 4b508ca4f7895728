import { Component, useRef, useState } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { checkFileSize, useFileUploader } from "@web/core/utils/files";

/**
 * Files that go with an action. They are uploaded at once, without a document: the gate hands them over to the document
 * when the action succeeds, so that nothing hangs on it after a cancelled dialog.
 */
export class FlowAttachments extends Component {
    static template = "city12319_flow.FlowAttachments";
    static props = {
        files: Array, // reactive, filled here
        resModel: String,
        disabled: { type: Boolean, optional: true },
        invalid: { type: Boolean, optional: true },
        onUploading: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.upload = useFileUploader();
        this.fileRef = useRef("file");
        this.photoRef = useRef("photo");
        this.hasCamera = hasTouch();
        this.state = useState({ uploading: 0, error: "" });
    }

    get busy() {
        return this.props.disabled || this.state.uploading > 0;
    }

    choose(ref) {
        ref.el.click();
    }

    async onChosen(ev) {
        const input = ev.target;
        const chosen = [...input.files];
        input.value = ""; // the same file may be chosen again
        await this.add(chosen);
    }

    async onPaste(ev) {
        const pasted = [...(ev.clipboardData?.files || [])];
        if (pasted.length) {
            ev.preventDefault();
            await this.add(pasted);
        }
    }

    async add(chosen) {
        this.state.error = "";
        this.state.uploading = chosen.length;
        this.props.onUploading(true);
        for (const file of chosen) {
            await this.addOne(file);
            this.state.uploading--;
        }
        this.props.onUploading(false);
    }

    async addOne(file) {
        if (!checkFileSize(file.size, this.notification)) {
            return;
        }
        try {
            const [result] = await this.upload("/web/binary/upload_attachment", {
                csrf_token: odoo.csrf_token,
                ufile: [file],
                model: this.props.resModel,
                id: 0,
            });
            if (result.error) {
                this.state.error = result.error;
            } else {
                this.props.files.push({ id: result.id, name: result.filename, mimetype: result.mimetype || "" });
            }
        } catch {
            this.state.error = _t("“%s” could not be uploaded. Check the connection and try again.", file.name);
        }
    }

    remove(file) {
        this.props.files.splice(this.props.files.findIndex((each) => each.id === file.id), 1);
    }

    isImage(file) {
        return file.mimetype.startsWith("image/");
    }
}
