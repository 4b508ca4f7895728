import { Component, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { findMatches, findTrigger } from "./quick_text_rules";

const FIELDS = ["summary", "description", "answer", "result", "instruction_text", "reason", "text"];
const SELECTOR = [
    ...FIELDS.map((name) => `.o_field_widget[name='${name}'] :is(input, textarea)`),
    ".o_flow_reason",
].join(", ");
const HEIGHT = 320;

/**
 * The list of quick texts under the field that is being typed into. A slash and some letters open it, or Alt+/, or the
 * button at the field. Arrows choose, Enter or Tab insert, Escape closes.
 */
export class QuickTextLayer extends Component {
    static template = "city12319_intake.QuickTextLayer";
    static props = {};

    setup() {
        this.quickTexts = useService("city12319_quick_texts");
        this.listRef = useRef("list");
        this.state = useState({ field: null, open: false, query: "", start: 0, index: 0, items: [], rect: null });
        if (!this.quickTexts.enabled) {
            return;
        }
        useExternalListener(document, "focusin", (ev) => this.onFocus(ev), { capture: true });
        useExternalListener(document, "focusout", (ev) => this.onBlur(ev), { capture: true });
        useExternalListener(document, "input", (ev) => this.onInput(ev), { capture: true });
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev), { capture: true });
        useExternalListener(window, "scroll", () => this.place(), { capture: true });
        useExternalListener(window, "resize", () => this.place());
        useEffect(
            () => {
                this.listRef.el?.querySelector(".active")?.scrollIntoView({ block: "nearest" });
            },
            () => [this.state.index]
        );
    }

    // ------------------------------------------------------------------ where

    isUsable(element) {
        return (
            element instanceof HTMLElement &&
            element.matches(SELECTOR) &&
            !element.readOnly &&
            !element.disabled &&
            Boolean(this.quickTexts.sourceOf(element))
        );
    }

    onFocus({ target }) {
        if (this.isUsable(target)) {
            this.state.field = target;
            this.quickTexts.load();
            this.place();
        } else if (!this.listRef.el?.contains(target)) {
            this.leave();
        }
    }

    onBlur({ target }) {
        if (target === this.state.field) {
            this.leave();
        }
    }

    leave() {
        this.state.field = null;
        this.close();
    }

    place() {
        const { field } = this.state;
        if (!field) {
            return;
        }
        if (!field.isConnected) {
            this.leave();
            return;
        }
        const { left, top, bottom, right } = field.getBoundingClientRect();
        this.state.rect = { left, top, bottom, right };
    }

    get buttonStyle() {
        const { top, right } = this.state.rect;
        return `left: ${right - 26}px; top: ${top - 2}px`;
    }

    get listStyle() {
        const { left, top, bottom } = this.state.rect;
        const width = Math.min(460, window.innerWidth - 16);
        const x = Math.max(8, Math.min(left, window.innerWidth - width - 8));
        const below = window.innerHeight - bottom;
        const y = below < HEIGHT && top > below ? `bottom: ${window.innerHeight - top + 2}px` : `top: ${bottom + 2}px`;
        return `left: ${x}px; width: ${width}px; max-height: ${Math.min(HEIGHT, Math.max(top, below) - 12)}px; ${y}`;
    }

    // ------------------------------------------------------------------ opening

    async onInput(ev) {
        const { field } = this.state;
        if (ev.target !== field || ev.isComposing) {
            return;
        }
        const found = findTrigger(field.value, field.selectionEnd);
        if (!found) {
            this.close();
            return;
        }
        await this.quickTexts.load();
        this.show(found.start, found.query);
    }

    /** Open without a slash: at the caret, with everything in it. */
    async openPicker() {
        const { field } = this.state;
        if (!field) {
            return;
        }
        await this.quickTexts.load({ force: true });
        this.place();
        this.show(field.selectionEnd, "", { replaceTo: field.selectionEnd });
    }

    show(start, query, { replaceTo } = {}) {
        const { field } = this.state;
        if (!field) {
            return;
        }
        const source = this.quickTexts.sourceOf(field);
        const items = findMatches(this.quickTexts.items, query, source.getRecord().data.category_id?.id);
        this.place();
        Object.assign(this.state, {
            open: items.length > 0 || replaceTo !== undefined,
            start,
            query,
            index: 0,
            items: items.map((item) => ({ ...item, preview: this.quickTexts.textOf(item, source) })),
        });
    }

    close() {
        this.state.open = false;
        this.state.items = [];
    }

    // ------------------------------------------------------------------ choosing

    onKeydown(ev) {
        if (ev.altKey && ev.code === "Slash" && this.state.field) {
            ev.preventDefault();
            ev.stopImmediatePropagation();
            this.openPicker();
            return;
        }
        if (!this.state.open || ev.isComposing || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        const { items, index } = this.state;
        if (ev.key === "Escape") {
            this.close();
        } else if (!items.length) {
            return;
        } else if (ev.key === "ArrowDown") {
            this.state.index = (index + 1) % items.length;
        } else if (ev.key === "ArrowUp") {
            this.state.index = (index + items.length - 1) % items.length;
        } else if (ev.key === "Enter" || (ev.key === "Tab" && !ev.shiftKey)) {
            this.insert(items[index]);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopImmediatePropagation();
    }

    insert(item) {
        const { field, start } = this.state;
        const text = field.tagName === "INPUT" ? item.preview.replace(/\s*\n\s*/g, " ") : item.preview;
        field.focus();
        field.setRangeText(text, start, Math.max(start, field.selectionEnd), "end");
        this.close();
        field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
        this.close();
        this.quickTexts.countUse(item);
    }
}

registry.category("main_components").add("city12319_quick_text_layer", { Component: QuickTextLayer });
