import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { debounce } from "@web/core/utils/timing";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Signs } from "../signs/signs_field";

const DELAY = 800;
const REFRESH_EVERY = 2 * 60 * 1000; // what becomes late does so without anybody acting

const TONES = { overdue: "red", warning: "yellow", unanswered: "red", supervised: "red" };
const ICONS = {
    overdue: "fa-clock-o",
    warning: "fa-hourglass-half",
    unreceived: "fa-inbox",
    returned: "fa-reply",
    suspended: "fa-pause",
    supervised: "fa-eye",
    unanswered: "fa-comment-o",
    urged: "fa-bullhorn",
};

/** The supervision board: what is late, about to be late, bounced, suspended, not received, unanswered. */
export class SupervisionBoard extends Component {
    static template = "city12319_dispatch.SupervisionBoard";
    static components = { Layout, Signs };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.bus = useService("bus_service");
        this.serial = 0;
        this.state = useState({ board: null, key: "overdue", department: false, offset: 0, chosen: {}, offline: false });
        this.env.config.setDisplayName(_t("Supervision board"));
        this.lookAgain = debounce(() => this.load(), DELAY);
        onWillStart(() => this.load());
        this.bus.subscribe("city12319_supervision_board", this.lookAgain);
        const timer = browser.setInterval(() => document.visibilityState === "visible" && this.load(), REFRESH_EVERY);
        onWillUnmount(() => {
            this.bus.unsubscribe("city12319_supervision_board", this.lookAgain);
            this.lookAgain.cancel();
            browser.clearInterval(timer);
        });
    }

    async load() {
        const serial = ++this.serial;
        try {
            const { key, department, offset } = this.state;
            const board = await this.orm.silent.call("city12319.supervision.board", "load", [key, department, offset]);
            if (serial !== this.serial) {
                return; // a later answer is on its way
            }
            this.state.board = board;
            this.state.offline = false;
            const shown = new Set(board.rows.map((row) => row.id));
            this.state.chosen = Object.fromEntries(Object.entries(this.state.chosen).filter(([id]) => shown.has(Number(id))));
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.offline = true;
        }
    }

    // ------------------------------------------------------------------ what is shown

    get chosenTile() {
        return this.state.board.tiles.find((tile) => tile.key === this.state.board.key);
    }

    tileClass(tile) {
        const tone = tile.count ? TONES[tile.key] || "plain" : "empty";
        return `o_board_tile o_board_${tone} ${tile.key === this.state.key ? "o_board_tile_chosen" : ""}`;
    }

    icon(tile) {
        return ICONS[tile.key];
    }

    figure({ count, more }) {
        return more ? `${count}+` : String(count);
    }

    when(text) {
        return text ? deserializeDateTime(text).toFormat("MM-dd HH:mm") : "–";
    }

    isLate(row) {
        return row.due_at && row.due_at < this.state.board.now;
    }

    pairName(pair) {
        return pair.departments.join(" ⇄ ");
    }

    get chosenIds() {
        return Object.keys(this.state.chosen).map(Number);
    }

    get allChosen() {
        const { rows } = this.state.board;
        return rows.length > 0 && rows.every((row) => this.state.chosen[row.id]);
    }

    get lastRow() {
        return this.state.offset + this.state.board.rows.length;
    }

    get hasMore() {
        return this.state.board.rows.length === this.state.board.size;
    }

    // ------------------------------------------------------------------ acting

    choose(tile) {
        Object.assign(this.state, { key: tile.key, department: false, offset: 0, chosen: {} });
        return this.load();
    }

    chooseDepartment(ev) {
        Object.assign(this.state, { department: Number(ev.target.value) || false, offset: 0, chosen: {} });
        return this.load();
    }

    turn(step) {
        this.state.offset = Math.max(0, this.state.offset + step * this.state.board.size);
        this.state.chosen = {};
        return this.load();
    }

    toggle(row) {
        if (this.state.chosen[row.id]) {
            delete this.state.chosen[row.id];
        } else {
            this.state.chosen[row.id] = true;
        }
    }

    toggleAll() {
        this.state.chosen = this.allChosen ? {} : Object.fromEntries(this.state.board.rows.map((row) => [row.id, true]));
    }

    urge() {
        const ids = this.chosenIds;
        return this.action.doAction("city12319_dispatch.urging_action", {
            additionalContext: { active_model: "city12319.order", active_ids: ids, active_id: ids[0] },
            onClose: () => {
                this.state.chosen = {};
                this.load();
            },
        });
    }

    openOrder(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "city12319.order",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    openList() {
        return this.openOrders(this.chosenTile.name, this.state.board.domain);
    }

    openPair(pair) {
        return this.openOrders(this.pairName(pair), [["id", "in", pair.orders]]);
    }

    openOrders(name, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "city12319.order",
            domain,
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
        });
    }
}

registry.category("actions").add("city12319_dispatch.supervision_board", SupervisionBoard);
