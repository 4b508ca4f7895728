import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const SHOWN = 3;
const STAYS = 15 * 1000;
const STAYS_ON_PHONE = 6 * 1000; // there it lies over half of the list
const SAME_WITHIN = 2 * 1000;

/**
 * What the server tells this person, on top of whatever page is open.
 *
 * Urgent notices stay until they are closed. Never more than three stand on the page: a new one takes the place of the
 * oldest. Whatever leaves the page is still in the inbox.
 */
export class Notices {
    constructor({ notification, action, orm, store, isSmall = () => false }) {
        this.isSmall = isSmall;
        this.notification = notification;
        this.orm = orm;
        this.action = action;
        this.store = store;
        this.shown = [];
    }

    receive(notice) {
        if (notice.inbox) {
            this.countInbox();
        }
        while (this.shown.length >= (this.isSmall() ? 1 : SHOWN)) {
            this.shown.shift()();
        }
        const buttons = [];
        if (notice.ids.length) {
            buttons.push({
                name: notice.ids.length === 1 ? _t("Open it") : _t("Show list"),
                primary: true,
                onClick: async () => {
                    await this.open(notice);
                    close();
                },
            });
        }
        if (notice.receipt) {
            buttons.push({
                name: _t("Confirm receipt"),
                onClick: async () => {
                    await this.orm.call(notice.model, notice.receipt, [notice.ids]);
                    close();
                },
            });
        }
        const close = this.notification.add(notice.body, {
            title: notice.title,
            type: notice.urgent ? "danger" : "warning",
            className: "o_city_notice",
            sticky: notice.urgent,
            autocloseDelay: STAYS,
            buttons,
            onClose: () => {
                this.shown = this.shown.filter((other) => other !== close);
            },
        });
        this.shown.push(close);
        if (this.isSmall() && !notice.urgent) {
            // where a finger was last counts as hovering, and would hold it for ever
            browser.setTimeout(close, STAYS_ON_PHONE);
        }
    }

    /** Ask for the number on the inbox, once for all notices that come together. */
    countInbox() {
        browser.clearTimeout(this.inboxTimer);
        this.inboxTimer = browser.setTimeout(() => this.store.fetchStoreData("init_messaging"), SAME_WITHIN);
    }

    open(notice) {
        const [first, ...more] = notice.ids;
        return this.action.doAction(
            more.length
                ? {
                      type: "ir.actions.act_window",
                      name: notice.title,
                      res_model: notice.model,
                      domain: [["id", "in", notice.ids]],
                      views: [
                          [false, "list"],
                          [false, "form"],
                      ],
                  }
                : {
                      type: "ir.actions.act_window",
                      res_model: notice.model,
                      res_id: first,
                      views: [[false, "form"]],
                  }
        );
    }
}

export const noticeService = {
    dependencies: ["action", "bus_service", "mail.store", "notification", "orm"],
    start(env, { action, bus_service: bus, "mail.store": store, notification, orm }) {
        const notices = new Notices({ action, notification, orm, store, isSmall: () => env.isSmall });
        bus.subscribe("city12319.notice", (notice) => notices.receive(notice));
        bus.start();
        return notices;
    },
};

registry.category("services").add("city12319_notices", noticeService);
