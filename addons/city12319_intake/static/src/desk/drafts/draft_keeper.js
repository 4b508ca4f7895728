import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { uuid } from "@web/core/utils/strings";

const DELAY = 400;
const TYPES = ["char", "text", "many2one", "selection", "boolean", "float", "integer", "date", "datetime"];
// set by the system or by the flow, not typed
const LEFT_OUT = ["agent_id", "display_name", "stage_id"];
const WORDS = ["summary", "description", "caller_name", "address", "phone"];

/** Watches one unsaved registration and keeps what is typed into it. */
export class DraftKeeper {
    constructor(store) {
        this.store = store;
        this.state = reactive({ drafts: [], kept: false, offline: false });
        this.record = null;
        this.recordId = null;
    }

    get active() {
        return Boolean(this.record && this.record.isNew);
    }

    /** The form shows `record` now: a new one starts a new draft. */
    watch(record) {
        this.record = record;
        if (!record.isNew) {
            if (this.key) {
                this.end();
            }
            return;
        }
        if (this.recordId !== record.id) {
            this.end();
            this.begin(uuid());
            this.recordId = record.id;
        }
    }

    begin(key) {
        this.key = key;
        this.typed = {};
        this.written = null;
        this.initial = JSON.stringify(this.snapshot());
        this.state.kept = false;
        this.store.hold(key);
    }

    end() {
        if (this.key) {
            browser.clearTimeout(this.timer);
            this.store.release(this.key);
            this.key = null;
            this.recordId = null;
        }
    }

    // ------------------------------------------------------------------ what is typed

    /** A key was pressed in a field: the form takes it over only when the field is left, or later. */
    onTyped(name, value) {
        if (this.active && this.key && name in this.record.activeFields) {
            const before = this.typed[name] ? this.typed[name].before : this.record.data[name];
            this.typed[name] = { value, before };
            this.keepSoon();
        }
    }

    valueOf(name) {
        const typed = this.typed[name];
        const value = this.record.data[name];
        if (typed && typed.before === value) {
            return typed.value;
        }
        delete this.typed[name]; // taken over, or replaced
        return value;
    }

    /** The form has taken over values. */
    onChanged() {
        if (this.active && this.key) {
            this.keepSoon();
        }
    }

    keepSoon() {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.keep(), DELAY);
    }

    /** Write the draft now. Returns whether there is anything to keep. */
    keep() {
        browser.clearTimeout(this.timer);
        if (!this.active || !this.key) {
            return false;
        }
        const data = this.snapshot();
        const text = JSON.stringify(data);
        if (text === this.initial) {
            if (this.written) {
                this.written = null;
                this.state.kept = false;
                this.store.drop(this.key);
            }
            return false;
        }
        if (text !== this.written) {
            this.written = text;
            this.state.kept = true;
            this.store.put(this.key, data, this.words(data));
        }
        return true;
    }

    snapshot() {
        const { record } = this;
        const data = {};
        for (const name of Object.keys(record.activeFields)) {
            const field = record.fields[name];
            if (!field || field.readonly || !TYPES.includes(field.type) || LEFT_OUT.includes(name) || field.relatedPropertyField) {
                continue;
            }
            const value = this.valueOf(name);
            if (value) {
                data[name] = this.plain(field.type, value);
            }
        }
        const properties = Object.fromEntries(
            (record.data.properties || [])
                .filter((property) => ["string", "number", "boolean"].includes(typeof property.value) && property.value)
                .map((property) => [property.name, property.value])
        );
        return Object.keys(properties).length ? { ...data, properties } : data;
    }

    plain(type, value) {
        switch (type) {
            case "many2one":
                return { id: value.id, display_name: value.display_name };
            case "date":
                return typeof value === "string" ? value : serializeDate(value);
            case "datetime":
                return typeof value === "string" ? value : serializeDateTime(value);
            default:
                return value;
        }
    }

    words(data) {
        return WORDS.map((name) => data[name])
            .filter(Boolean)
            .join(" · ")
            .slice(0, 120);
    }

    // ------------------------------------------------------------------ restoring

    async offer() {
        this.state.drafts = this.active ? await this.store.list() : [];
    }

    /** Put a draft back into the form. What stood there is replaced. */
    async restore(draft) {
        const { record } = this;
        await record.isDirty();
        if (this.written) {
            this.store.drop(this.key);
        }
        this.store.release(this.key);
        this.key = draft.key;
        this.store.hold(draft.key);
        this.typed = {};
        const { properties, ...data } = draft.data;
        const values = {};
        for (const [name, value] of Object.entries(data)) {
            const field = record.fields[name];
            if (field && name in record.activeFields) {
                values[name] =
                    field.type === "datetime"
                        ? deserializeDateTime(value)
                        : field.type === "date"
                        ? deserializeDate(value)
                        : value;
            }
        }
        await record.update(values);
        if (properties && record.data.properties) {
            await record.update({
                properties: record.data.properties.map((property) =>
                    property.name in properties ? { ...property, value: properties[property.name] } : property
                ),
            });
        }
        this.written = "restored"; // differs from any snapshot: written again with the next change
        this.state.kept = true;
        this.state.drafts = this.state.drafts.filter((other) => other.key !== draft.key);
    }

    async forget(draft) {
        this.state.drafts = this.state.drafts.filter((other) => other.key !== draft.key);
        await this.store.drop(draft.key);
    }

    /** The form was saved or discarded: nothing is to be kept. */
    finish() {
        const { key, written } = this;
        this.end();
        this.state.kept = false;
        this.state.offline = false;
        if (key && written) {
            return this.store.drop(key);
        }
    }
}
