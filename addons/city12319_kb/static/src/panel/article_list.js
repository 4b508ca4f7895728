import { Component, markup, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { ArticleTextDialog } from "./article_dialogs";

/** Found articles: each opens in place to be read aloud; useful or wrong is one click. */
export class ArticleList extends Component {
    static template = "city12319_kb.ArticleList";
    static props = {
        articles: Array,
        onRead: { type: Function, optional: true }, // the article was opened for reading
        onUse: { type: Function, optional: true }, // read to the citizen
        onAnswer: { type: Function, optional: true }, // as the reply of the ticket
        isUsed: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ openId: false, reading: null, judged: {} });
    }

    /** What the server marked is escaped there, piece by piece. */
    html(text) {
        return markup(text || "");
    }

    badges(article) {
        const badges = [article.kind, article.category, article.source_unit].filter(Boolean);
        if (article.valid_until) {
            badges.push(_t("until %s", formatDate(deserializeDate(article.valid_until))));
        }
        return badges;
    }

    async toggle(article) {
        if (this.state.openId === article.id) {
            this.state.openId = false;
            return;
        }
        this.state.reading = null;
        this.state.openId = article.id;
        const reading = await this.read(article.id);
        if (this.state.openId === article.id) {
            this.state.reading = reading;
            this.props.onRead?.(article);
        }
    }

    read(id) {
        return this.orm.call("city12319.article", "read_aloud", [[id]]);
    }

    get body() {
        return markup(this.state.reading.body);
    }

    fileUrl(file) {
        return `/web/content/${file.id}?download=true`;
    }

    openPage(id) {
        this.action.doAction(
            { type: "ir.actions.act_window", res_model: "city12319.article", res_id: id, views: [[false, "form"]] },
            { newWindow: Boolean(this.props.onAnswer) }
        );
    }

    async answer(article) {
        const reading =
            this.state.openId === article.id && this.state.reading ? this.state.reading : await this.read(article.id);
        this.props.onAnswer(article, reading.text);
    }

    async useful(article) {
        await this.orm.call("city12319.article", "give_feedback", [[article.id], "useful"]);
        this.state.judged[article.id] = "useful";
        this.notification.add(_t("Thank you."), { type: "success" });
    }

    wrong(article) {
        this.dialog.add(ArticleTextDialog, {
            title: _t("What is wrong with “%s”?", article.name),
            help: _t("The owner of the article gets this as a task, and you are told what was done."),
            placeholder: _t("For example: the telephone number has changed."),
            confirmLabel: _t("Send to the owner"),
            confirm: async (text) => {
                await this.orm.call("city12319.article", "give_feedback", [[article.id], "wrong", text]);
                this.state.judged[article.id] = "wrong";
                this.notification.add(_t("Sent to the owner of the article."), { type: "success" });
            },
        });
    }
}
