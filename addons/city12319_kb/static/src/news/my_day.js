import { MyDay } from "@city12319_intake/desk/my_day/my_day";
import { patch } from "@web/core/utils/patch";

patch(MyDay.prototype, {
    async openArticle(article) {
        await this.orm.call("city12319.article", "mark_read", [[article.id]]);
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "city12319.article",
            res_id: article.id,
            views: [[false, "form"]],
        });
    },

    async readAll() {
        await this.orm.call("city12319.article", "mark_read", [this.state.day.news.map((article) => article.id)]);
        await this.load();
    },
});
