import { Component, onMounted, onWillStart, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ArticleList } from "../panel/article_list";
import { LatestRequest } from "../panel/kb_panel";

const DELAY = 300;
const NOTE_DELAY = 3000; // who goes on typing has not finished the question
const PAGE = 20;

/** The search of the knowledge base: one box, filters, found articles with what was found marked. */
export class SearchPage extends Component {
    static template = "city12319_kb.SearchPage";
    static components = { Layout, ArticleList };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.inputRef = useRef("input");
        this.request = new LatestRequest();
        this.state = useState({
            text: "",
            filters: { kind: "", category_id: "", source_unit: "", validity: "" },
            articles: [],
            more: false,
            similar: false,
            status: "idle",
        });
        this.searchSoon = useDebounced(() => this.search(), DELAY);
        this.noteSoon = useDebounced((text) => this.note(text), NOTE_DELAY);
        onWillStart(async () => {
            this.choices = await this.orm.call("city12319.article", "search_choices", []);
        });
        onMounted(() => this.inputRef.el.focus());
    }

    get filters() {
        return Object.fromEntries(Object.entries(this.state.filters).filter(([, value]) => value));
    }

    onInput() {
        this.searchSoon();
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            this.search();
        }
    }

    async search(more = false) {
        const text = this.state.text.trim();
        if (!text && !Object.keys(this.filters).length) {
            this.request.cancel();
            Object.assign(this.state, { articles: [], more: false, similar: false, status: "idle" });
            return;
        }
        const offset = more ? this.state.articles.length : 0;
        const answer = await this.request.ask("search_articles", [text, PAGE, offset, this.filters]);
        if (!answer) {
            return;
        }
        this.state.articles = more ? [...this.state.articles, ...answer.articles] : answer.articles;
        Object.assign(this.state, { more: answer.more, similar: answer.similar });
        this.state.status = this.state.articles.length ? "found" : "nothing";
        if (!more && text.length > 1 && (answer.similar || !answer.articles.length) && !Object.keys(this.filters).length) {
            this.noteSoon(text);
        }
    }

    /** A question that stayed without an answer is work for the editors. */
    async note(text) {
        if (text === this.state.text.trim() && (this.state.similar || !this.state.articles.length)) {
            await this.orm.silent.call("city12319.article", "report_missing", [text]);
        }
    }
}

registry.category("actions").add("city12319_kb.search", SearchPage);
