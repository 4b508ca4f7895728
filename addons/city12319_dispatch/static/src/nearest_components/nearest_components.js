import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const LIMIT = 5;

/**
 * View widget on the ticket: the components nearest to its position or address, one click to choose.
 *
 * Says nothing while there is nothing to offer: no place, nothing near, or a component is chosen already.
 */
export class NearestComponents extends Component {
    static template = "city12319_dispatch.NearestComponents";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.question = "";
        this.state = useState({ by: false, near: "", components: [] });
        useRecordObserver((record) => {
            // read here, so that a change of them asks again
            const { latitude, longitude, address, area_id, category_id, component_id } = record.data;
            const chosen = Boolean(component_id) || !record.isInEdition;
            const kwargs = {
                latitude: latitude || 0,
                longitude: longitude || 0,
                address: address || "",
                area_id: area_id ? area_id.id : false,
                category_id: category_id ? category_id.id : false,
                limit: LIMIT,
            };
            this.ask(chosen ? null : kwargs);
        });
    }

    async ask(kwargs) {
        const place = kwargs && ((kwargs.latitude && kwargs.longitude) || kwargs.address.trim().length > 2);
        const question = place ? JSON.stringify(kwargs) : "";
        if (question === this.question) {
            return;
        }
        this.question = question;
        if (!question) {
            this.keepLast.add(Promise.resolve()); // an answer on its way is for an older question
            this.state.components = [];
            return;
        }
        try {
            const answer = await this.keepLast.add(
                this.orm.silent.call("city12319.component", "nearest", [], kwargs)
            );
            Object.assign(this.state, answer);
        } catch (error) {
            this.state.components = [];
            this.question = ""; // ask again at the next change
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    get title() {
        return this.state.by === "position"
            ? _t("Nearest components")
            : _t("Components near %(address)s", { address: this.state.near });
    }

    distance({ distance }) {
        return distance < 1000
            ? _t("%(metres)s m", { metres: distance })
            : _t("%(kilometres)s km", { kilometres: (distance / 1000).toFixed(1) });
    }

    choose({ id, name }) {
        // the server fills class, area, address and position from it
        return this.props.record.update({ component_id: { id, display_name: name } });
    }
}

export const nearestComponents = {
    component: NearestComponents,
    fieldDependencies: [
        { name: "latitude", type: "float" },
        { name: "longitude", type: "float" },
        { name: "address", type: "char" },
        { name: "area_id", type: "many2one", relation: "city12319.area" },
        { name: "category_id", type: "many2one", relation: "city12319.category" },
        { name: "component_id", type: "many2one", relation: "city12319.component" },
    ],
};

registry.category("view_widgets").add("city12319_nearest_components", nearestComponents);
