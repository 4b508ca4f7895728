import { Component, onMounted, onWillUpdateProps, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { isInternal, layoutChart, stepText } from "./layout";

let nextId = 1;

const MIN_ZOOM = 0.4;
const MAX_ZOOM = 2;

/**
 * Draws a flow as a chart: phases as columns, stages as boxes, transitions as arrows; on request with the path that a
 * document took. Everything that can be clicked can also be reached and pressed with the keyboard.
 */
export class FlowChart extends Component {
    static template = "city12319_flow.FlowChart";
    static props = {
        chart: Object,
        showNames: { type: Boolean, optional: true },
        onOpenStage: { type: Function, optional: true },
        onOpenTransition: { type: Function, optional: true },
    };
    static defaultProps = { showNames: false };

    setup() {
        this.uid = `o_flow_chart_${nextId++}`;
        this.scrollRef = useRef("scroll");
        this.state = useState({
            selected: this.props.chart.current || false,
            hover: null,
            zoom: 1,
            showNames: this.props.showNames,
        });
        this.setChart(this.props.chart);
        onWillUpdateProps((nextProps) => {
            if (nextProps.chart !== this.props.chart) {
                this.setChart(nextProps.chart);
                this.state.selected = nextProps.chart.current || false;
            }
        });
        onMounted(() => this.fit());
        useEffect(
            () => this.showCurrent(),
            () => [this.props.chart]
        );
    }

    setChart(chart) {
        this.layout = layoutChart(chart);
        this.stageById = new Map(chart.stages.map((stage) => [stage.id, stage]));
        this.phaseByKey = new Map(chart.phases.map((phase) => [phase.key, phase]));
    }

    // ------------------------------------------------------------------ zoom

    fit() {
        const el = this.scrollRef.el;
        const least = this.env.isSmall ? 0.8 : 0.62;
        this.state.zoom = Math.min(1.15, Math.max(least, (el.clientWidth - 4) / this.layout.width));
    }

    zoomBy(factor) {
        this.state.zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, this.state.zoom * factor));
    }

    showCurrent() {
        const node = this.layout.nodes.find((each) => each.current);
        const el = this.scrollRef.el;
        if (node && el) {
            el.scrollLeft = (node.x + node.w / 2) * this.state.zoom - el.clientWidth / 2;
        }
    }

    get svgStyle() {
        const { width, height } = this.layout;
        return `width: ${Math.round(width * this.state.zoom)}px; height: ${Math.round(height * this.state.zoom)}px;`;
    }

    // ------------------------------------------------------------------ what is drawn how

    get hasPath() {
        return this.props.chart.path.length > 0;
    }

    /** Highlighted edges are drawn last, above the others. */
    get edges() {
        const rank = (edge) => (this.isActive(edge) ? 2 : edge.steps.length ? 1 : 0);
        return [...this.layout.edges].sort((a, b) => rank(a) - rank(b));
    }

    isActive(edge) {
        if (this.state.hover) {
            return this.state.hover === edge.key;
        }
        return this.state.selected && edge.from === this.state.selected;
    }

    edgeClass(edge) {
        return {
            o_flow_edge: true,
            o_flow_edge_back: edge.back,
            o_flow_edge_taken: edge.steps.length > 0,
            o_flow_edge_active: this.isActive(edge),
        };
    }

    edgeMarker(edge) {
        const kind = this.isActive(edge) ? "active" : edge.steps.length ? "taken" : "plain";
        return `url(#${this.uid}_${kind})`;
    }

    showsText(edge) {
        return this.isActive(edge) || (this.state.showNames && !edge.label.crowded);
    }

    showsLabel(edge) {
        return edge.steps.length > 0 || this.showsText(edge);
    }

    nodeClass(node) {
        return {
            o_flow_node: true,
            o_flow_node_visited: node.visits.length > 0,
            o_flow_node_current: node.current,
            o_flow_node_final: node.stage.final,
            o_flow_node_selected: this.state.selected === node.id,
        };
    }

    nodeLabel(node) {
        const parts = [node.stage.name];
        const phase = this.phaseByKey.get(node.stage.phase);
        if (phase) {
            parts.push(_t("phase %s", phase.name));
        }
        if (node.stage.final) {
            parts.push(_t("end of the flow"));
        }
        if (node.current) {
            parts.push(_t("the case is here now"));
        }
        if (node.visits.length) {
            parts.push(_t("reached in step %s", node.visits.join(", ")));
        }
        return parts.join(", ");
    }

    visitText(node) {
        return stepText(node.visits);
    }

    lineY(node, index) {
        return node.y + node.h / 2 + node.fontSize * 0.37 + (index - (node.lines.length - 1) / 2) * node.lineHeight;
    }

    // ------------------------------------------------------------------ selection

    get selectedStage() {
        return this.stageById.get(this.state.selected);
    }

    get selectedPhaseName() {
        return this.phaseByKey.get(this.selectedStage?.phase)?.name || "";
    }

    /** What can happen in the selected stage; for the whole flow when none is selected. */
    get listedTransitions() {
        const { transitions } = this.props.chart;
        const stage = this.selectedStage;
        if (!stage) {
            return transitions.filter((transition) => !transition.from.length && !isInternal(transition));
        }
        return transitions.filter((transition) => transition.from.includes(stage.id));
    }

    targetNames(transition) {
        const ids = [...new Set([transition.to, ...(transition.branches || [])].filter(Boolean))];
        return ids.map((id) => this.stageById.get(id)?.name).filter(Boolean).join(" / ");
    }

    transitionEdgeKey(transition) {
        const from = this.state.selected || null;
        const edge = this.layout.edges.find((each) => each.from === from && each.transitions.includes(transition));
        return edge ? edge.key : null;
    }

    requirements(transition) {
        const needs = [...(transition.required || [])];
        if (transition.reason === "required") {
            needs.push(_t("reason"));
        }
        return needs.join(", ");
    }

    get stepsOfSelected() {
        const path = this.props.chart.path;
        return path
            .map((event, index) => ({ ...event, step: index + 1 }))
            .filter((event) => event.from === this.state.selected || event.to === this.state.selected);
    }

    select(id) {
        this.state.selected = this.state.selected === id ? false : id;
        this.state.hover = null;
    }

    setHover(key) {
        this.state.hover = key;
    }

    onNodeKeydown(ev, node) {
        if (["Enter", " "].includes(ev.key)) {
            ev.preventDefault();
            this.select(node.id);
            return;
        }
        const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
        const move = moves[ev.key];
        if (!move) {
            return;
        }
        ev.preventDefault();
        const [lanes, rows] = move;
        let next;
        if (rows) {
            next = this.layout.nodes.find((each) => each.lane === node.lane && each.row === node.row + rows);
        } else {
            for (let lane = node.lane + lanes; lane >= 0 && lane < this.layout.lanes.length && !next; lane += lanes) {
                const column = this.layout.nodes.filter((each) => each.lane === lane);
                next = column.find((each) => each.row === node.row) || column[column.length - 1];
            }
        }
        if (next) {
            this.scrollRef.el.querySelector(`[data-stage="${next.id}"]`).focus();
        }
    }

    openStage(ev, id) {
        ev.preventDefault();
        this.props.onOpenStage(id);
    }

    openTransition(ev, id) {
        ev.preventDefault();
        this.props.onOpenTransition(id);
    }
}
