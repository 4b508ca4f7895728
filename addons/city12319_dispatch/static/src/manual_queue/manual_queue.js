import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { debounce } from "@web/core/utils/timing";

const DELAY = 1000;
const MOST = 1000;

/** Counter of the manual queue in the top bar of dispatchers. The server says when to look again. */
export class ManualQueue extends Component {
    static template = "city12319_dispatch.ManualQueue";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.bus = useService("bus_service");
        this.state = useState({ shown: false, count: 0 });
        this.lookAgain = debounce(() => this.load(), DELAY);
        onWillStart(async () => {
            this.state.shown = await user.hasGroup("city12319_intake.group_dispatcher");
            if (this.state.shown) {
                this.bus.subscribe("city12319_manual_queue", this.lookAgain);
                this.load(); // not awaited: the bar does not wait for a figure
            }
        });
        onWillUnmount(() => {
            this.bus.unsubscribe("city12319_manual_queue", this.lookAgain);
            this.lookAgain.cancel();
        });
    }

    async load() {
        try {
            this.state.count = await this.orm.silent.call("city12319.order", "manual_queue_count", []);
        } catch {
            // no connection: the figure stays as it was, the next change brings it up to date
        }
    }

    get text() {
        return this.state.count >= MOST ? `${MOST - 1}+` : String(this.state.count);
    }

    open() {
        this.action.doAction("city12319_dispatch.order_action_manual", { clearBreadcrumbs: true });
    }
}

registry.category("systray").add("city12319_dispatch.manual_queue", { Component: ManualQueue }, { sequence: 40 });
