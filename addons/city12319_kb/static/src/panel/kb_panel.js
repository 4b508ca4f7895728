import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { ConnectionAbortedError, ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { ArticleList } from "./article_list";
import { ArticleTextDialog } from "./article_dialogs";

const DELAY = 500;
const TYPED = ["summary", "description"];
const LIMIT = 5;

/** One question at a time: a newer one aborts the request of the older. */
export class LatestRequest {
    constructor(send = rpc) {
        this.send = send;
        this.pending = null;
    }

    cancel() {
        this.pending?.abort(false);
        this.pending = null;
    }

    /** Returns the answer, or null when a newer question came or the connection is gone. */
    async ask(method, args, kwargs = {}) {
        this.cancel();
        const request = this.send(
            `/web/dataset/call_kw/city12319.article/${method}`,
            { model: "city12319.article", method, args, kwargs: { context: user.context, ...kwargs } },
            { silent: true }
        );
        this.pending = request;
        try {
            const answer = await request;
            return this.pending === request ? answer : null;
        } catch (error) {
            if (error instanceof ConnectionLostError || error instanceof ConnectionAbortedError) {
                return null;
            }
            throw error;
        }
    }
}

/**
 * View widget beside the registration form: articles that fit what is being typed. Reading, telling and answering with
 * one click each. Alt+Shift+K goes to its own search box.
 */
export class KbPanel extends Component {
    static template = "city12319_kb.KbPanel";
    static components = { ArticleList };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.notification = useService("notification");
        this.rootRef = useRef("root");
        this.searchRef = useRef("search");
        this.request = new LatestRequest();
        this.typed = {};
        this.asked = "";
        this.told = new Set(); // of a ticket that is not saved yet
        this.state = useState({ articles: [], status: "idle", search: "", used: [] });
        this.lookSoon = useDebounced(() => this.look(), DELAY);

        useRecordObserver((record) => {
            const { resId, data } = record;
            for (const name of TYPED) {
                this.typed[name] = data[name] || "";
            }
            if (resId !== this.resId) {
                this.onOtherTicket(resId);
            }
            this.ask();
        });
        this.onInput = (ev) => {
            const name = ev.target.closest?.(".o_field_widget[name]")?.getAttribute("name");
            if (TYPED.includes(name)) {
                this.typed[name] = ev.target.value;
                this.ask();
            }
        };
        onMounted(() => {
            this.form = this.rootRef.el.closest(".o_form_renderer");
            this.form?.addEventListener("input", this.onInput);
        });
        onWillUnmount(() => {
            this.form?.removeEventListener("input", this.onInput);
            this.request.cancel();
        });
        useHotkey("alt+shift+k", () => this.searchRef.el?.focus(), {
            bypassEditableProtection: true,
            isAvailable: () => Boolean(this.searchRef.el),
            withOverlay: () => this.searchRef.el,
        });
    }

    // ------------------------------------------------------------------ asking

    get isShown() {
        const { record } = this.props;
        return !this.env.inDialog && (record.isNew || record.data.is_open);
    }

    get text() {
        return TYPED.map((name) => this.typed[name]?.trim()).filter(Boolean).join("\n");
    }

    ask() {
        const question = this.state.search.trim() ? `?${this.state.search.trim()}` : this.text;
        if (question !== this.asked && this.isShown) {
            this.asked = question;
            this.lookSoon();
        }
    }

    onSearch(ev) {
        this.state.search = ev.target.value;
        this.ask();
    }

    clearSearch() {
        this.state.search = "";
        this.ask();
        this.searchRef.el.focus();
    }

    async look() {
        const search = this.state.search.trim();
        const { text } = this;
        if (!search && text.replace(/\s/g, "").length < 2) {
            this.request.cancel();
            Object.assign(this.state, { articles: [], status: "idle" });
            return;
        }
        const answer = search
            ? await this.request.ask("search_articles", [search, LIMIT])
            : await this.request.ask("suggest", [text, LIMIT]);
        if (answer) {
            const articles = search ? answer.articles : answer;
            const status = !articles.length ? "nothing" : search && answer.similar ? "similar" : "found";
            Object.assign(this.state, { articles, status });
        }
    }

    // ------------------------------------------------------------------ using

    /** A new ticket was saved: what was told before belongs to it. Another ticket was opened: nothing was told yet. */
    async onOtherTicket(resId) {
        const told = this.resId ? [] : [...this.told];
        this.resId = resId;
        this.told.clear();
        this.state.used = [];
        if (resId) {
            for (const id of told) {
                await this.recordUse(id);
            }
        }
    }

    isUsed(article) {
        return this.state.used.includes(article.id);
    }

    async use(article) {
        this.state.used.push(article.id);
        if (this.props.record.resId) {
            await this.recordUse(article.id);
        } else {
            this.told.add(article.id);
        }
    }

    async recordUse(id) {
        await this.orm.call("city12319.ticket", "use_article", [[this.resId], id]);
        if (!this.state.used.includes(id)) {
            this.state.used.push(id);
        }
    }

    answer(article, text) {
        this.dialog.add(ArticleTextDialog, {
            title: _t("Answer and close: %s", article.name),
            help: _t("This is kept on the ticket as what the citizen was told. The ticket is done then."),
            text,
            confirmLabel: _t("The citizen has the answer: close"),
            confirm: (reply) => this.close(article, reply),
        });
    }

    async close(article, reply) {
        const { record } = this.props;
        if ((record.isNew || (await record.isDirty())) && !(await record.save())) {
            this.notification.add(_t("Fill in what is marked first; then answer again."), { type: "warning" });
            return;
        }
        const result = await this.orm.call("city12319.ticket", "answer_with_article", [[record.resId], article.id, reply]);
        this.notification.add(_t("Answered and closed: %s", record.data.name || article.name), { type: "success" });
        if (result && typeof result === "object" && result.type) {
            await this.action.doAction(result);
        } else {
            await record.model.load();
        }
    }

    reportMissing() {
        this.dialog.add(ArticleTextDialog, {
            title: _t("No answer in the knowledge base"),
            help: _t("Editors see this question and write the article. Leave out names and numbers of the caller."),
            text: this.state.search.trim() || this.typed.summary || "",
            confirmLabel: _t("Tell the editors"),
            confirm: async (question) => {
                await this.orm.call("city12319.article", "report_missing", [question]);
                this.notification.add(_t("The editors will see it."), { type: "success" });
            },
        });
    }
}

registry.category("view_widgets").add("city12319_kb_panel", {
    component: KbPanel,
    additionalClasses: ["o_kb_panel_widget"],
    fieldDependencies: [{ name: "is_open", type: "boolean" }],
});
