import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** Client action: categories × areas, and which rule decides there, or none. */
export class RuleCoverage extends Component {
    static template = "city12319_dispatch.RuleCoverage";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ data: null, onlyOpen: false, path: { category: [], area: [] } });
        this.env.config.setDisplayName?.(_t("Coverage of dispatch rules"));
        onWillStart(() => this.load());
    }

    last(axis) {
        return this.state.path[axis].at(-1)?.id || false;
    }

    async load() {
        this.state.data = await this.orm.call("city12319.dispatch.rule", "coverage", [
            this.last("category"),
            this.last("area"),
        ]);
    }

    /** Look at what is below a category or within an area. */
    async descend(axis, item) {
        this.state.path[axis].push({ id: item.id, name: item.name });
        await this.load();
    }

    async ascend(axis, length) {
        this.state.path[axis].splice(length);
        await this.load();
    }

    cellOf(category, area) {
        return this.state.data.cells[`${category.id},${area.id}`];
    }

    get categories() {
        const { categories, areas } = this.state.data;
        return this.state.onlyOpen
            ? categories.filter((category) => areas.some((area) => this.cellOf(category, area).kind !== "whole"))
            : categories;
    }

    kindClass(cell) {
        return {
            whole: "table-success",
            part: "table-warning",
            hole: "table-danger",
            broken: "table-danger",
        }[cell.kind];
    }

    cellText(cell) {
        switch (cell.kind) {
            case "whole":
                return cell.department;
            case "part":
                return _t("in part");
            case "broken":
                return _t("rule does not work");
            default:
                return _t("nobody");
        }
    }

    cellTitle(cell) {
        return [cell.rule, ...cell.partial.map((rule) => rule.name)].filter(Boolean).join("\n");
    }

    get counts() {
        const { whole, part, hole, broken } = this.state.data.counts;
        return { whole, part, hole: hole + broken, all: whole + part + hole + broken };
    }

    percent(figure) {
        return figure.rate === null ? "–" : `${Math.round(figure.rate * 100)}%`;
    }

    openRules(cell) {
        const ids = [cell.rule_id, ...cell.partial.map((rule) => rule.id)].filter(Boolean);
        if (ids.length) {
            this.action.doAction("city12319_dispatch.dispatch_rule_action", {
                additionalContext: { search_default_current: 0 },
                props: { domain: [["id", "in", ids]] },
            });
        }
    }

    print() {
        window.print();
    }
}

registry.category("actions").add("city12319_dispatch.coverage", RuleCoverage);
