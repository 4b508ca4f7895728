import { Component, useRef, useState, onMounted } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** A dialog with one text, filled in beforehand, and one thing to do with it. */
export class ArticleTextDialog extends Component {
    static template = "city12319_kb.ArticleTextDialog";
    static components = { Dialog };
    static props = {
        title: String,
        help: { type: String, optional: true },
        text: { type: String, optional: true },
        placeholder: { type: String, optional: true },
        confirmLabel: String,
        confirm: Function,
        close: Function,
    };

    setup() {
        this.textRef = useRef("text");
        this.state = useState({ text: this.props.text || "", busy: false, missing: false });
        onMounted(() => this.textRef.el.focus());
    }

    get missingText() {
        return _t("Write something first.");
    }

    async confirm() {
        if (!this.state.text.trim()) {
            this.state.missing = true;
            this.textRef.el.focus();
            return;
        }
        this.state.busy = true;
        try {
            await this.props.confirm(this.state.text.trim());
            this.props.close();
        } finally {
            this.state.busy = false;
        }
    }
}
