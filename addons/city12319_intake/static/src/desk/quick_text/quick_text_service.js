import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";
import { fillIn } from "./quick_text_rules";

const { DateTime } = luxon;
const FRESH_FOR = 5 * 60 * 1000;

/** Knows the quick texts of this person, and the document that their variables are filled in from. */
export class QuickTexts {
    constructor(orm) {
        this.orm = orm;
        this.items = [];
        this.loadedAt = 0;
        this.sources = [];
        this.enabled = Boolean(session.city12319_desk);
    }

    /** A form shows a document whose texts may use quick texts. Returns a function that ends this. */
    addSource(el, getRecord) {
        const source = { el, getRecord };
        this.sources.push(source);
        return () => {
            this.sources = this.sources.filter((other) => other !== source);
        };
    }

    /** The form that an element is in; for a dialog above a form, the form below. */
    sourceOf(element) {
        const sources = [...this.sources].reverse();
        return (
            sources.find(({ el }) => el?.contains(element)) || (element.closest(".o_flow_dialog") ? sources[0] : undefined)
        );
    }

    async load({ force = false } = {}) {
        if (!this.enabled || (!force && Date.now() - this.loadedAt < FRESH_FOR)) {
            return;
        }
        try {
            this.items = await this.orm.silent.call("city12319.quick.text", "usable", []);
            this.loadedAt = Date.now();
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error; // without connection, those that are here already do
            }
        }
    }

    values(source) {
        const { data, isNew } = source.getRecord();
        return {
            caller: data.caller_name || data.caller_id?.display_name || "",
            phone: data.phone || data.contact_phone || "",
            address: data.address || "",
            number: isNew ? "" : data.name || "",
            agent: user.name,
            now: DateTime.now().toFormat("MM-dd HH:mm"),
        };
    }

    textOf(item, source) {
        return fillIn(item.text, this.values(source));
    }

    countUse(item) {
        this.orm.silent.call("city12319.quick.text", "count_use", [[item.id]]).catch(() => {});
    }
}

registry.category("services").add("city12319_quick_texts", {
    dependencies: ["orm"],
    start: (env, { orm }) => new QuickTexts(orm),
});
