import { describe, expect, test } from "@odoo/hoot";
import { collectEdges, layoutChart, stepText, textWidth, wrapText } from "@city12319_flow/flow_chart/layout";

describe.current.tags("headless");

const PHASES = ["report", "triage", "dispatch", "handling"].map((key) => ({ key, name: key }));

function stage(id, phase, sequence, extra = {}) {
    return { id, code: `s${id}`, name: `Stage ${id}`, phase, sequence, final: false, ...extra };
}

function transition(id, name, from, to, extra = {}) {
    return { id, code: name, name, from, to, branches: [], groups: ["Somebody"], style: "secondary", ...extra };
}

function makeChart(overrides = {}) {
    return {
        flow: { id: 1, name: "Flow", code: "flow" },
        phases: PHASES,
        stages: [
            stage(1, "report", 10),
            stage(2, "triage", 20),
            stage(3, "dispatch", 30),
            stage(4, "handling", 40),
            stage(5, "handling", 50, { final: true }),
        ],
        transitions: [
            transition(1, "register", [], 1),
            transition(2, "judge", [1], 2),
            transition(3, "file", [1, 2], 3),
            transition(4, "dispatch", [3], 4),
            transition(5, "refuse", [4], 3),
            transition(6, "extend", [4], false),
            transition(7, "close", [4], 5),
            transition(8, "reopen", [5], 2),
        ],
        path: [],
        current: false,
        ...overrides,
    };
}

const edgeOf = (layout, from, to) => layout.edges.find((edge) => edge.from === from && edge.to === to);

test("stages stand in the column of their phase, in their order", () => {
    const { nodes, lanes } = layoutChart(makeChart());
    expect(lanes.map((lane) => lane.key)).toEqual(["report", "triage", "dispatch", "handling"]);
    expect(nodes.map((node) => [node.id, node.lane, node.row])).toEqual([
        [1, 0, 0],
        [2, 1, 0],
        [3, 2, 0],
        [4, 3, 0],
        [5, 3, 1],
    ]);
    for (const node of nodes) {
        const lane = lanes[node.lane];
        expect(node.x >= lane.x && node.x + node.w <= lane.x + lane.width).toBe(true);
    }
});

test("no two boxes overlap and everything lies inside the picture", () => {
    const { nodes, edges, width, height } = layoutChart(makeChart());
    for (const a of nodes) {
        for (const b of nodes) {
            const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
            expect(a === b || apart).toBe(true);
        }
        expect(a.x >= 0 && a.y >= 0 && a.x + a.w <= width && a.y + a.h <= height).toBe(true);
    }
    for (const edge of edges) {
        expect(edge.path.includes("NaN")).toBe(false);
        expect(edge.path.includes("undefined")).toBe(false);
        expect(edge.label.x >= 0 && edge.label.x + edge.label.w <= width).toBe(true);
    }
});

test("arrows are drawn by where they lead", () => {
    const layout = layoutChart(makeChart());
    expect(edgeOf(layout, null, 1).kind).toBe("start");
    expect(edgeOf(layout, 1, 2).kind).toBe("next");
    expect(edgeOf(layout, 1, 3).kind).toBe("skip");
    expect(edgeOf(layout, 4, 3).kind).toBe("previous");
    expect(edgeOf(layout, 4, 4).kind).toBe("self");
    expect(edgeOf(layout, 4, 5).kind).toBe("same");
    expect(edgeOf(layout, 5, 2).kind).toBe("back");
    expect(layout.edges.filter((edge) => edge.back).map((edge) => edge.key)).toEqual(["4>3", "5>2"]);
});

test("loops back run below all boxes, forward jumps above them", () => {
    const layout = layoutChart(makeChart());
    const top = Math.min(...layout.nodes.map((node) => node.y));
    const bottom = Math.max(...layout.nodes.map((node) => node.y + node.h));
    expect(edgeOf(layout, 1, 3).channelY).toBeLessThan(top);
    expect(edgeOf(layout, 5, 2).channelY).toBeGreaterThan(bottom);
});

test("labels that are shown do not cover each other", () => {
    const { edges } = layoutChart(makeChart());
    const shown = edges.filter((edge) => edge.text && !edge.label.crowded);
    expect(shown.length).toBeGreaterThan(4);
    for (const [index, a] of shown.entries()) {
        for (const b of shown.slice(index + 1)) {
            const [la, lb] = [a.label, b.label];
            const apart = la.x + la.w <= lb.x || lb.x + lb.w <= la.x || Math.abs(la.y - lb.y) >= (la.h + lb.h) / 2;
            expect(apart).toBe(true);
        }
    }
});

test("transitions between the same stages share one arrow", () => {
    const chart = makeChart();
    chart.transitions.push(transition(9, "transfer", [1], 3));
    const edge = edgeOf({ edges: collectEdges(chart) }, 1, 3);
    expect(edge.names).toEqual(["file", "transfer"]);
    expect(edgeOf(layoutChart(chart), 1, 3).text).toBe("file +1");
});

test("branches of a transition are arrows too", () => {
    const chart = makeChart();
    chart.transitions.push(transition(9, "approve", [5], 4, { branches: [3] }));
    const edges = collectEdges(chart);
    expect(edgeOf({ edges }, 5, 4).names).toEqual(["approve"]);
    expect(edgeOf({ edges }, 5, 3).names).toEqual(["approve"]);
});

test("the path taken is numbered, also where it ran twice or outside of today's transitions", () => {
    const layout = layoutChart(
        makeChart({
            path: [
                { from: false, to: 1, name: "register" },
                { from: 1, to: 3, name: "file" },
                { from: 3, to: 4, name: "dispatch" },
                { from: 4, to: 3, name: "refuse" },
                { from: 3, to: 4, name: "dispatch" },
                { from: 4, to: 4, name: "extend" },
                { from: 4, to: 1, name: "an old transition" },
            ],
            current: 1,
        })
    );
    expect(edgeOf(layout, null, 1).steps).toEqual([1]);
    expect(edgeOf(layout, 3, 4).steps).toEqual([3, 5]);
    expect(edgeOf(layout, 4, 4).steps).toEqual([6]);
    expect(edgeOf(layout, 4, 1).names).toEqual(["an old transition"]);
    const visits = Object.fromEntries(layout.nodes.map((node) => [node.id, node.visits]));
    expect(visits).toEqual({ 1: [1, 7], 2: [], 3: [2, 4], 4: [3, 5], 5: [] });
    expect(layout.nodes.filter((node) => node.current).map((node) => node.id)).toEqual([1]);
});

test("steps through stages that are not drawn any more are left out", () => {
    const layout = layoutChart(makeChart({ path: [{ from: 1, to: 99, name: "gone" }] }));
    expect(layout.edges.some((edge) => edge.to === 99)).toBe(false);
});

test("what the system does out of nothing is drawn only where it happened", () => {
    const chart = makeChart();
    chart.transitions.push(transition(9, "import", [], 5, { groups: [] }));
    expect(edgeOf(layoutChart(chart), null, 5)).toBe(undefined);
    expect(edgeOf(layoutChart({ ...chart, path: [{ from: false, to: 5, name: "import" }] }), null, 5).steps).toEqual([1]);
});

test("a flow without phases or transitions can be drawn", () => {
    const layout = layoutChart({
        flow: { id: 1, name: "x", code: "x" },
        phases: [],
        stages: [stage(1, false, 10)],
        transitions: [],
        path: [],
        current: false,
    });
    expect(layout.nodes).toHaveLength(1);
    expect(layout.edges).toHaveLength(0);
    const empty = { flow: {}, phases: PHASES, stages: [], transitions: [], path: [], current: false };
    expect(layoutChart(empty).height).toBeGreaterThan(0);
});

test("texts are measured and broken for Chinese and English", () => {
    expect(textWidth("派遣", 10)).toBe(20);
    expect(textWidth("ab", 10)).toBe(12);
    expect(wrapText("待派遣", 80, 12)).toEqual(["待派遣"]);
    expect(wrapText("领导批示中的案件", 60, 12)).toEqual(["领导批示中", "的案件"]);
    expect(wrapText("Waits for the return visit", 80, 12)).toEqual(["Waits for", "the return…"]);
    expect(wrapText("", 80, 12)).toEqual([]);
});

test("many steps on one arrow are shortened", () => {
    expect(stepText([])).toBe("");
    expect(stepText([2, 5])).toBe("2, 5");
    expect(stepText([1, 3, 5, 7, 9])).toBe("1, 3 … 9");
});
