import { Component, onMounted, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const WARM = ["#ffd54a", "#ff9f1c", "#f4511e", "#c4161c"];
const LOOKS = {
    light: { line: "#1f5fa8", fill: "#1f5fa8", weight: 1.6, most: 0.3, least: 0.05 },
    dark: { line: "#35c6ff", fill: "#1779c4", weight: 1.4, most: 0.5, least: 0.12 },
};
const SMALLEST = 6;
const LARGEST = 24; // pixels

/**
 * Districts, and circles where the cases are. Without tiles it is drawn from the outlines alone.
 *
 * Positions come in the coordinates of the tiles.
 */
export class CityMap extends Component {
    static template = "city12319_map.CityMap";
    static props = {
        shapes: Array, // { id, name, shape }
        tiles: { type: [Object, Boolean] }, // { url, source } or false
        heat: { type: [Object, { value: null }] }, // cells, districts
        dark: { type: Boolean, optional: true },
        still: { type: Boolean, optional: true }, // nobody touches it
        onCell: { type: Function, optional: true },
        onDistrict: { type: Function, optional: true },
        onZoom: { type: Function, optional: true },
    };

    setup() {
        this.place = useRef("map");
        onMounted(() => this.start());
        useEffect(
            () => this.draw(),
            () => [JSON.stringify(this.props.heat)]
        );
        onWillUnmount(() => {
            this.watch?.disconnect();
            this.map?.remove();
        });
    }

    get look() {
        return this.props.dark ? LOOKS.dark : LOOKS.light;
    }

    start() {
        const L = window.L;
        const { still, tiles } = this.props;
        this.map = L.map(this.place.el, {
            zoomControl: !still, dragging: !still, scrollWheelZoom: !still, doubleClickZoom: !still, keyboard: !still,
            touchZoom: !still, boxZoom: !still, zoomSnap: still ? 0.1 : 0.25, attributionControl: Boolean(tiles), minZoom: 4, maxZoom: 18,
            fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false,
        });
        if (tiles) {
            const plain = document.createElement("span");
            plain.textContent = tiles.source;
            L.tileLayer(tiles.url, { attribution: plain.innerHTML, maxZoom: 18, referrerPolicy: "no-referrer" }).addTo(this.map);
            this.map.attributionControl.setPrefix(false);
        }
        this.grounds = L.layerGroup().addTo(this.map);
        this.circles = L.layerGroup().addTo(this.map);
        this.fit();
        this.draw();
        this.map.on("zoomend", () => this.props.onZoom?.(this.zoom));
        this.watch = new ResizeObserver(() => {
            this.map.invalidateSize();
            still && this.fit();
        });
        this.watch.observe(this.place.el);
        this.props.onZoom?.(this.zoom);
    }

    get zoom() {
        return Math.round(this.map.getZoom());
    }

    /** Show the whole city; without districts, where the cases are. */
    fit() {
        const L = window.L;
        const bounds = L.latLngBounds([]);
        this.props.shapes.forEach(({ shape }) => bounds.extend(L.geoJSON(shape).getBounds()));
        if (!bounds.isValid()) {
            (this.props.heat?.cells || []).forEach((cell) => bounds.extend([cell.latitude, cell.longitude]));
        }
        if (bounds.isValid()) {
            this.map.fitBounds(bounds, { padding: [14, 14], maxZoom: 15 });
        } else {
            this.map.setView([35, 105], 4);
        }
    }

    draw() {
        if (!this.map) {
            return;
        }
        this.drawDistricts();
        this.drawCells();
    }

    drawDistricts() {
        const L = window.L;
        const counts = this.props.heat?.districts || {};
        const most = Math.max(1, ...Object.values(counts));
        const { line, fill, weight, least, most: full } = this.look;
        this.grounds.clearLayers();
        for (const { id, name, shape } of this.props.shapes) {
            const count = counts[id] || 0;
            const layer = L.geoJSON(shape, {
                interactive: Boolean(this.props.onDistrict),
                style: { color: line, weight, fillColor: fill, fillOpacity: least + ((full - least) * count) / most },
            });
            const label = document.createElement("span");
            label.textContent = this.props.heat ? `${name} ${count}` : name;
            layer.bindTooltip(label, { permanent: true, direction: "center", className: "o_city_map_label", opacity: 1 });
            layer.on("click", () => this.props.onDistrict?.(id, name));
            layer.addTo(this.grounds);
            layer.eachLayer((part) => part.getElement?.()?.setAttribute("data-district", id));
        }
    }

    drawCells() {
        const L = window.L;
        const cells = this.props.heat?.cells || [];
        const most = Math.max(1, ...cells.map((cell) => cell.count));
        this.circles.clearLayers();
        // the fullest last: on top
        for (const cell of [...cells].reverse()) {
            const share = Math.sqrt(cell.count / most);
            const color = WARM[Math.min(WARM.length - 1, Math.floor(share * WARM.length))];
            const circle = L.circleMarker([cell.latitude, cell.longitude], {
                radius: SMALLEST + (LARGEST - SMALLEST) * share, stroke: false, fillColor: color,
                fillOpacity: 0.45 + 0.3 * share, interactive: !this.props.still,
            });
            if (!this.props.still) {
                circle.bindTooltip(_t("%s cases", cell.count));
                circle.on("click", (ev) => {
                    L.DomEvent.stop(ev);
                    this.props.onCell?.(cell);
                });
            }
            circle.addTo(this.circles);
            const drawn = circle.getElement();
            drawn?.setAttribute("data-cell", `${cell.row},${cell.column}`);
            drawn?.setAttribute("data-count", cell.count);
        }
    }
}
