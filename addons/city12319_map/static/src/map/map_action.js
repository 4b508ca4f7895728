import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CityMap } from "./city_map";

/** The map with its filters; a circle or a district opens the list of its cases. */
export class MapAction extends Component {
    static template = "city12319_map.MapAction";
    static components = { CityMap, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.last = new KeepLast();
        this.state = useState({ ground: null, heat: null, period: "month", category: false, lamp: false, zoom: null });
        this.env.config.setDisplayName(_t("Map of cases"));
        this.lamps = [
            { key: "", name: _t("All cases of the period") },
            { key: "any", name: _t("All open orders") },
            { key: "warning", name: _t("Open, yellow lamp") },
            { key: "overdue", name: _t("Open, red lamp") },
        ];
        onWillStart(async () => {
            this.state.ground = await this.orm.call("city12319.map", "load", []);
        });
    }

    get filters() {
        const { period, category, lamp } = this.state;
        return { period, category_id: category, lamp };
    }

    get total() {
        const { total, unplaced } = this.state.heat;
        return unplaced ? _t("%(total)s cases, %(unplaced)s of them without a position", { total, unplaced }) : _t("%s cases", total);
    }

    async load() {
        const { zoom } = this.state;
        this.state.heat = await this.last.add(this.orm.call("city12319.map", "cells", [], { ...this.filters, zoom }));
    }

    choose(name, value) {
        this.state[name] = value;
        return this.load();
    }

    onZoom(zoom) {
        if (zoom !== this.state.zoom) {
            this.choose("zoom", zoom);
        }
    }

    async openCell({ row, column }) {
        const { zoom } = this.state;
        const found = await this.orm.call("city12319.map", "open_cell", [row, column, zoom], this.filters);
        this.open(_t("Cases here"), found);
    }

    async openDistrict(id, name) {
        this.open(name, await this.orm.call("city12319.map", "open_district", [id], this.filters));
    }

    open(name, { model, domain }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

registry.category("actions").add("city12319_map.map", MapAction);
