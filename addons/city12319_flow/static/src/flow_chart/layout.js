/**
 * Layout of the flow chart: pure functions without DOM, from the description that the server gives to coordinates.
 *
 * Phases are columns ("lanes"), the stages of a phase are stacked in their order. Arrows to the next or the previous
 * column go straight through the gap between them; arrows that skip columns run through channels above the boxes, those
 * that lead back over columns through channels below. Every arrow has its own port, its own place in the gap and its
 * own track in the channel.
 */

export const SIZES = {
    nodeWidth: 108,
    nodeHeight: 46,
    rowGap: 26,
    gutter: 64,
    headerHeight: 26,
    trackHeight: 17,
    padding: 10,
    corner: 7,
    font: 11,
};

/** Edges between the same two stages are drawn as one arrow. */
export function edgeKey(fromId, toId) {
    return `${fromId || "start"}>${toId}`;
}

/**
 * Estimate the width of a text: full-width characters count as one em, all others as a little more than half.
 *
 * @param {string} text
 * @param {number} fontSize
 */
export function textWidth(text, fontSize = SIZES.font) {
    let width = 0;
    for (const char of text) {
        width += char.codePointAt(0) > 0x2e7f ? 1 : 0.56;
    }
    return Math.ceil(width * fontSize);
}

/**
 * Break a text into at most `maxLines` lines that fit into `maxWidth`; what does not fit ends with an ellipsis.
 */
export function wrapText(text, maxWidth, fontSize = SIZES.font, maxLines = 2) {
    const lines = [""];
    // a break is possible after a space and beside every full-width character
    const parts = text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) || [];
    for (const part of parts) {
        const current = lines[lines.length - 1];
        if (!current || textWidth((current + part).trimEnd(), fontSize) <= maxWidth) {
            lines[lines.length - 1] = current + part;
        } else {
            lines.push(part);
        }
    }
    const clean = lines.map((line) => line.trim()).filter(Boolean);
    const kept = clean.slice(0, maxLines);
    return kept.map((line, index) => {
        const cut = index === kept.length - 1 && clean.length > kept.length;
        return cut || textWidth(line, fontSize) > maxWidth ? ellipsis(line, maxWidth, fontSize, cut) : line;
    });
}

/** Two lines if possible, else three smaller ones. */
function fitText(text, maxWidth) {
    const lines = wrapText(text, maxWidth, 12, 2);
    if (!lines[lines.length - 1].endsWith("…")) {
        return { lines, fontSize: 12, lineHeight: 14 };
    }
    return { lines: wrapText(text, maxWidth + 10, 10.5, 3), fontSize: 10.5, lineHeight: 12.5 };
}

function ellipsis(text, maxWidth, fontSize, force) {
    let chars = [...text];
    if (!force && textWidth(text, fontSize) <= maxWidth) {
        return text;
    }
    while (chars.length > 1 && textWidth(chars.join("") + "…", fontSize) > maxWidth) {
        chars = chars.slice(0, -1);
    }
    return chars.join("") + "…";
}

/** What the system alone does, out of nothing (an import, a note): shown only where it really happened. */
export function isInternal(transition) {
    return !transition.from.length && !transition.groups.length;
}

/**
 * Bring transitions and the path taken into a list of edges, one for each pair of stages.
 *
 * @param {Object} chart as `city12319.flow.chart()` gives it
 * @returns {Array<{key: string, from: number|null, to: number, transitions: Object[], steps: number[]}>}
 */
export function collectEdges(chart) {
    const known = new Set(chart.stages.map((stage) => stage.id));
    const edges = new Map();
    const get = (fromId, toId) => {
        const key = edgeKey(fromId, toId);
        if (!edges.has(key)) {
            edges.set(key, { key, from: fromId || null, to: toId, transitions: [], steps: [], names: [] });
        }
        return edges.get(key);
    };
    for (const transition of chart.transitions) {
        if (isInternal(transition)) {
            continue;
        }
        const sources = transition.from.length ? transition.from : [null];
        for (const source of sources) {
            const targets = new Set([transition.to, ...(transition.branches || [])].filter(Boolean));
            if (!targets.size && source) {
                targets.add(source); // stays where it is
            }
            for (const target of targets) {
                if (known.has(target) && (source === null || known.has(source))) {
                    get(source, target).transitions.push(transition);
                }
            }
        }
    }
    (chart.path || []).forEach((event, index) => {
        const from = event.from || null;
        const to = event.to || from;
        if (known.has(to) && (from === null || known.has(from))) {
            const edge = get(from, to);
            edge.steps.push(index + 1);
            if (!edge.transitions.length) {
                edge.names.push(event.name);
            }
        }
    });
    for (const edge of edges.values()) {
        edge.names = [...new Set([...edge.transitions.map((transition) => transition.name), ...edge.names])];
    }
    return [...edges.values()];
}

/** Give every interval the lowest track on which it does not touch another one; short ones first. */
export function assignTracks(intervals) {
    const tracks = [];
    const order = [...intervals].sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start);
    for (const interval of order) {
        let track = tracks.findIndex((used) =>
            used.every((other) => interval.end < other.start || interval.start > other.end)
        );
        if (track < 0) {
            track = tracks.push([]) - 1;
        }
        tracks[track].push(interval);
        interval.track = track;
    }
    return tracks.length;
}

function roundedPath(points, radius) {
    const clean = points.filter(
        (point, index) => !index || point[0] !== points[index - 1][0] || point[1] !== points[index - 1][1]
    );
    let path = `M${clean[0][0]},${clean[0][1]}`;
    for (let index = 1; index < clean.length - 1; index++) {
        const [before, corner, after] = [clean[index - 1], clean[index], clean[index + 1]];
        const length = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
        const r = Math.min(radius, length(before, corner) / 2, length(corner, after) / 2);
        const towards = (a, b) => {
            const total = length(a, b) || 1;
            return [a[0] + ((b[0] - a[0]) * r) / total, a[1] + ((b[1] - a[1]) * r) / total];
        };
        const start = towards(corner, before);
        const end = towards(corner, after);
        path += ` L${fix(start[0])},${fix(start[1])} Q${fix(corner[0])},${fix(corner[1])} ${fix(end[0])},${fix(end[1])}`;
    }
    const last = clean[clean.length - 1];
    return `${path} L${fix(last[0])},${fix(last[1])}`;
}

const fix = (number) => Math.round(number * 10) / 10;

/** A Bézier curve that leaves and enters horizontally; `at(t)` gives its points. */
function curve(a, b, bendFrom, bendTo = bendFrom) {
    const c = [a[0] + bendFrom, a[1]];
    const d = [b[0] - bendTo, b[1]];
    const show = (point) => `${fix(point[0])},${fix(point[1])}`;
    const at = (t) => {
        const s = 1 - t;
        return [0, 1].map((i) => s ** 3 * a[i] + 3 * s * s * t * c[i] + 3 * s * t * t * d[i] + t ** 3 * b[i]);
    };
    return { path: `M${show(a)} C${show(c)} ${show(d)} ${show(b)}`, at };
}

const overlaps = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/**
 * Compute where everything stands.
 *
 * @param {Object} chart as `city12319.flow.chart()` gives it
 * @param {Object} [options] overrides of SIZES
 * @returns {{width: number, height: number, lanes: Object[], nodes: Object[], edges: Object[], starts: Object[]}}
 */
export function layoutChart(chart, options = {}) {
    const size = { ...SIZES, ...options };
    const { nodeWidth, nodeHeight, rowGap, gutter, headerHeight, trackHeight, padding } = size;

    // ---- lanes and nodes (columns known, heights later)
    const phases = [...chart.phases];
    if (chart.stages.some((stage) => !phases.some((phase) => phase.key === stage.phase))) {
        phases.push({ key: false, name: "" });
    }
    const phaseIndex = new Map(phases.map((phase, index) => [phase.key, index]));
    const rows = phases.map(() => []);
    const stages = [...chart.stages].sort((a, b) => a.sequence - b.sequence || a.id - b.id);
    for (const stage of stages) {
        rows[phaseIndex.get(stage.phase) ?? phases.length - 1].push(stage);
    }
    const lanes = phases.map((phase, index) => ({
        ...phase,
        index,
        x: padding + index * (nodeWidth + gutter),
        width: nodeWidth + gutter,
    }));
    const nodes = [];
    rows.forEach((laneStages, lane) => {
        laneStages.forEach((stage, row) => {
            nodes.push({
                id: stage.id,
                stage,
                lane,
                row,
                x: lanes[lane].x + gutter / 2,
                w: nodeWidth,
                h: nodeHeight,
                ...fitText(stage.name, nodeWidth - 22),
                visits: [],
                current: chart.current === stage.id,
            });
        });
    });
    const nodeById = new Map(nodes.map((node) => [node.id, node]));
    (chart.path || []).forEach((event, index) => {
        const node = nodeById.get(event.to || event.from);
        if (node && (event.to || event.from) !== event.from) {
            node.visits.push(index + 1);
        }
    });

    // ---- kinds of edges
    const edges = collectEdges(chart).map((edge) => {
        const from = edge.from === null ? null : nodeById.get(edge.from);
        const to = nodeById.get(edge.to);
        let kind;
        if (from === null) {
            kind = "start";
        } else if (from === to) {
            kind = "self";
        } else if (from.lane === to.lane) {
            kind = "same";
        } else if (to.lane < from.lane) {
            kind = from.lane - to.lane === 1 ? "previous" : "back";
        } else {
            kind = to.lane - from.lane === 1 ? "next" : "skip";
        }
        const back = ["back", "previous"].includes(kind) || (kind === "same" && to.row < from.row);
        return { ...edge, kind, fromNode: from, toNode: to, back };
    });

    // ---- channels above and below the boxes
    const channel = (kind) => edges.filter((edge) => edge.kind === kind);
    const spans = (list) =>
        list.map((edge) => {
            const [low, high] = [edge.fromNode.lane, edge.toNode.lane].sort((a, b) => a - b);
            // lanes low+1 … high-1 lie in between; gaps on both sides belong to the span
            const interval = { edge, start: low + 0.6, end: high - 0.6 };
            if (edge.kind === "back") {
                interval.start = low + 0.4;
                interval.end = high - 0.4;
            }
            return interval;
        });
    const topSpans = spans(channel("skip"));
    const bottomSpans = spans(channel("back"));
    const topTracks = assignTracks(topSpans);
    const bottomTracks = assignTracks(bottomSpans);
    const maxRows = Math.max(1, ...rows.map((lane) => lane.length));
    const bodyTop = headerHeight + padding + topTracks * trackHeight + (topTracks ? 8 : 0) + 20;
    const bodyBottom = bodyTop + maxRows * nodeHeight + (maxRows - 1) * rowGap;
    const bottomStart = bodyBottom + 14;
    for (const node of nodes) {
        node.y = bodyTop + node.row * (nodeHeight + rowGap);
    }
    for (const { edge, track } of topSpans) {
        edge.channelY = bodyTop - 26 - track * trackHeight;
    }
    for (const { edge, track } of bottomSpans) {
        edge.channelY = bottomStart + 4 + track * trackHeight;
    }
    const height = bottomStart + bottomTracks * trackHeight + padding + 4;
    const width = padding * 2 + lanes.length * (nodeWidth + gutter);

    // ---- ports: where an edge leaves and enters a box, ordered by where it comes from
    const ports = new Map();
    const addPort = (node, side, edge, end, order) => {
        const key = `${node.id}/${side}`;
        if (!ports.has(key)) {
            ports.set(key, []);
        }
        ports.get(key).push({ node, side, edge, end, order });
    };
    const FAR = 1e6;
    for (const edge of edges) {
        const { kind, fromNode, toNode } = edge;
        if (kind === "start") {
            addPort(toNode, "left", edge, "to", toNode.y - 1);
        } else if (kind === "next") {
            addPort(fromNode, "right", edge, "from", toNode.y + edge.to / FAR);
            addPort(toNode, "left", edge, "to", fromNode.y + edge.from / FAR);
        } else if (kind === "previous") {
            addPort(fromNode, "left", edge, "from", toNode.y + 1 + edge.to / FAR);
            addPort(toNode, "right", edge, "to", fromNode.y + 1 + edge.from / FAR);
        } else if (kind === "skip") {
            addPort(fromNode, "right", edge, "from", -FAR + edge.channelY);
            addPort(toNode, "left", edge, "to", -FAR + edge.channelY);
        } else if (kind === "back") {
            addPort(fromNode, "left", edge, "from", FAR - edge.channelY);
            addPort(toNode, "right", edge, "to", FAR - edge.channelY);
        } else if (kind === "same") {
            const side = edge.back ? "left" : "right";
            addPort(fromNode, side, edge, "from", toNode.y);
            addPort(toNode, side, edge, "to", fromNode.y);
        }
    }
    for (const list of ports.values()) {
        list.sort((a, b) => a.order - b.order);
        list.forEach((port, index) => {
            const { node, side } = port;
            port.edge[`${port.end}Port`] = [
                side === "left" ? node.x : node.x + node.w,
                fix(node.y + (node.h * (index + 1)) / (list.length + 1)),
            ];
        });
    }

    // ---- vertical pieces share the gaps between the columns: the longer the piece, the nearer to the middle
    const gaps = new Map();
    const addVertical = (gap, edge, name, order) => {
        if (!gaps.has(gap)) {
            gaps.set(gap, []);
        }
        gaps.get(gap).push({ edge, name, order });
    };
    for (const edge of edges) {
        const { fromNode, toNode } = edge;
        if (edge.kind === "skip") {
            addVertical(fromNode.lane + 1, edge, "fromX", -edge.fromPort[1]);
            addVertical(toNode.lane, edge, "toX", edge.toPort[1] + FAR);
        } else if (edge.kind === "back") {
            addVertical(fromNode.lane, edge, "fromX", FAR - edge.fromPort[1]);
            addVertical(toNode.lane + 1, edge, "toX", edge.toPort[1]);
        }
    }
    for (const [gap, list] of gaps) {
        list.sort((a, b) => a.order - b.order);
        const middle = padding + gap * (nodeWidth + gutter);
        const room = gutter - 30;
        list.forEach((vertical, index) => {
            vertical.edge[vertical.name] = fix(middle - room / 2 + (room * (index + 1)) / (list.length + 1));
        });
    }

    // ---- paths
    const obstacles = nodes.map((node) => ({ x: node.x - 2, y: node.y - 2, w: node.w + 4, h: node.h + 4 }));
    const placed = [];
    const order = { next: 0, previous: 1, start: 2, same: 3, skip: 4, back: 5, self: 6 };
    for (const edge of [...edges].sort((a, b) => order[a.kind] - order[b.kind])) {
        let at;
        if (edge.kind === "start") {
            const [x, y] = edge.toPort;
            edge.path = `M${x - gutter / 2 + 10},${y} L${x},${y}`;
            at = (t) => [x - gutter / 2 + 10 + t * (gutter / 2 - 10), y - 10];
        } else if (edge.kind === "self") {
            const { x, y, w } = edge.fromNode;
            const right = x + w;
            edge.path = `M${right - 36},${y} C${right - 40},${y - 24} ${right - 6},${y - 24} ${right - 12},${y}`;
            at = () => [right - 42, y - 12];
        } else if (edge.kind === "next") {
            ({ path: edge.path, at } = curve(edge.fromPort, edge.toPort, gutter * 0.5));
        } else if (edge.kind === "previous") {
            ({ path: edge.path, at } = curve(edge.fromPort, edge.toPort, -gutter * 0.5));
        } else if (edge.kind === "same") {
            const distance = Math.abs(edge.toNode.row - edge.fromNode.row);
            const bend = (edge.back ? -1 : 1) * Math.min(gutter * 0.75, 20 + distance * 10);
            ({ path: edge.path, at } = curve(edge.fromPort, edge.toPort, bend, -bend));
        } else {
            const { fromPort, toPort, fromX, toX, channelY } = edge;
            edge.path = roundedPath(
                [fromPort, [fromX, fromPort[1]], [fromX, channelY], [toX, channelY], [toX, toPort[1]], toPort],
                size.corner
            );
            at = (t) => [fromX + (toX - fromX) * t, channelY];
        }
        placeLabel(edge, at, size, width, obstacles, placed);
    }

    const starts = edges
        .filter((edge) => edge.kind === "start")
        .map((edge) => ({ key: edge.key, x: edge.toPort[0] - gutter / 2 + 6, y: edge.toPort[1] }));
    return {
        width,
        height,
        lanes: lanes.map((lane) => ({ ...lane, height })),
        nodes,
        edges,
        starts,
    };
}

/** Put the label of an edge where it covers neither a box nor another label; mark it as crowded when there is none. */
function placeLabel(edge, at, size, width, obstacles, placed) {
    const names = edge.names;
    edge.text = names.length > 1 ? `${names[0]} +${names.length - 1}` : names[0] || "";
    edge.stepText = stepText(edge.steps);
    const textW = edge.text ? textWidth(edge.text, size.font) + 6 : 0;
    const badgeW = edge.stepText ? Math.max(16, textWidth(edge.stepText, 10) + 8) : 0;
    const w = textW + badgeW;
    const h = size.font + 5;
    let best = null;
    for (const t of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88]) {
        const [x, y] = at(t);
        // the label of a loop stands on its left, all others on their line
        const left = edge.kind === "self" ? x - w : x - w / 2;
        const box = { x: Math.min(Math.max(left, 1), width - w - 1), y: y - h / 2, w, h };
        const hits = [...obstacles, ...placed].filter((other) => overlaps(box, other)).length;
        if (!best || hits < best.hits) {
            best = { hits, y, box };
        }
        if (!hits) {
            break;
        }
    }
    edge.label = { x: fix(best.box.x), y: fix(best.y), w, h, textW, badgeW, crowded: best.hits > 0 };
    if (!best.hits && w) {
        placed.push(best.box);
    }
}

/** Show at most three step numbers: first, second and last. */
export function stepText(steps) {
    if (steps.length <= 3) {
        return steps.join(", ");
    }
    return `${steps[0]}, ${steps[1]} … ${steps[steps.length - 1]}`;
}
