import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { CityMap } from "../map/city_map";

/** The map on the wall screen: nobody touches it. */
export class WallMap extends Component {
    static template = "city12319_map.WallMap";
    static components = { CityMap };
    static props = { data: Object };
}

registry.category("city12319_wall_panels").add("map", { Component: WallMap });
