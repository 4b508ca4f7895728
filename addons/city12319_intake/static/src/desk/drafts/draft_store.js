import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { Mutex } from "@web/core/utils/concurrency";
import { session } from "@web/session";
import "@web/webclient/user_menu/user_menu_items"; // comes first: its way out is taken over below

const PREFIX = "city12319.draft.";
const LOCK = "city12319.draft.open.";
const SYNC_DELAY = 1500;
const RETRY_DELAY = 15000;

/**
 * Drafts of registrations that are not saved yet.
 *
 * A draft is written into this browser at once, and to the server soon after. As soon as the server has it, the browser
 * forgets it: citizens' data stays in a browser only as long as the connection is gone. What another person left here
 * is deleted when somebody else logs in, and one's own when logging out.
 */
export class DraftStore {
    constructor(orm) {
        this.orm = orm;
        this.storageKey = `${PREFIX}${session.db}.${user.userId}`;
        this.mutex = new Mutex();
        this.releases = {};
    }

    start() {
        for (const key of Object.keys(browser.localStorage)) {
            if (key.startsWith(PREFIX) && key !== this.storageKey) {
                browser.localStorage.removeItem(key);
            }
        }
        browser.addEventListener("online", () => this.sync());
        if (Object.keys(this.read()).length) {
            this.syncSoon();
        }
    }

    // ------------------------------------------------------------------ in this browser

    /** Entries by key: `{data, words, at}`, or `{dropped: true}` for what the server is still to forget. */
    read() {
        try {
            return JSON.parse(browser.localStorage.getItem(this.storageKey)) || {};
        } catch {
            return {};
        }
    }

    change(key, entry) {
        const entries = this.read(); // again each time: other tabs write here too
        if (entry) {
            entries[key] = entry;
        } else {
            delete entries[key];
        }
        try {
            if (Object.keys(entries).length) {
                browser.localStorage.setItem(this.storageKey, JSON.stringify(entries));
            } else {
                browser.localStorage.removeItem(this.storageKey);
            }
        } catch {
            // no room, or not allowed here: the server keeps the draft
        }
    }

    put(key, data, words) {
        if (this.closed) {
            return;
        }
        this.change(key, { data, words, at: Date.now() });
        this.syncSoon();
    }

    drop(key) {
        this.change(key, { dropped: true });
        return this.sync();
    }

    /** Hand a draft to the server while the page is being closed. It stays here until the server has confirmed it. */
    beacon(key) {
        const entry = this.read()[key];
        if (!entry || entry.dropped) {
            return;
        }
        const params = {
            model: "city12319.ticket.draft",
            method: "save_draft",
            args: [key, entry.data, entry.words],
            kwargs: {},
        };
        const body = JSON.stringify({ jsonrpc: "2.0", method: "call", params });
        browser.navigator.sendBeacon?.(
            "/web/dataset/call_kw/city12319.ticket.draft/save_draft",
            new Blob([body], { type: "application/json" })
        );
    }

    /** Forget everything that is in this browser: the person logs out. */
    async clear() {
        this.closed = true;
        await this.sync();
        browser.localStorage.removeItem(this.storageKey);
    }

    // ------------------------------------------------------------------ at the server

    syncSoon(delay = SYNC_DELAY) {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.sync(), delay);
    }

    sync() {
        browser.clearTimeout(this.timer);
        return this.mutex.exec(async () => {
            try {
                for (const [key, entry] of Object.entries(this.read())) {
                    await this.syncOne(key, entry);
                }
                return true;
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                this.syncSoon(RETRY_DELAY);
                return false;
            }
        });
    }

    async syncOne(key, entry) {
        const drafts = this.orm.silent;
        if (entry.dropped) {
            await drafts.call("city12319.ticket.draft", "discard", [[key]]);
        } else {
            await drafts.call("city12319.ticket.draft", "save_draft", [key, entry.data, entry.words]);
        }
        const present = this.read()[key];
        if (present && present.at === entry.at && Boolean(present.dropped) === Boolean(entry.dropped)) {
            this.change(key, null);
        }
    }

    /** Drafts to offer, newest first: those of the server and those that it does not have yet. */
    async list() {
        const drafts = {};
        try {
            for (const draft of await this.orm.silent.call("city12319.ticket.draft", "mine", [])) {
                drafts[draft.key] = { ...draft, at: Date.parse(draft.updated_at.replace(" ", "T") + "Z") };
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
        for (const [key, entry] of Object.entries(this.read())) {
            if (entry.dropped) {
                delete drafts[key];
            } else {
                drafts[key] = { key, data: entry.data, words: entry.words, at: entry.at };
            }
        }
        const open = await this.openElsewhere();
        return Object.values(drafts)
            .filter((draft) => !open.has(draft.key))
            .sort((a, b) => b.at - a.at);
    }

    // ------------------------------------------------------------------ forms that are open now

    /** Mark a draft as being typed into, in this or another tab, so that it is not offered meanwhile. */
    hold(key) {
        browser.navigator.locks?.request(LOCK + key, () => new Promise((resolve) => (this.releases[key] = resolve)));
    }

    release(key) {
        this.releases[key]?.();
        delete this.releases[key];
    }

    async openElsewhere() {
        const state = await browser.navigator.locks?.query();
        return new Set(
            (state?.held || [])
                .filter((lock) => lock.name.startsWith(LOCK))
                .map((lock) => lock.name.slice(LOCK.length))
        );
    }
}

export const draftService = {
    dependencies: ["orm"],
    start(env, { orm }) {
        const store = new DraftStore(orm);
        if (session.city12319_desk) {
            store.start();
        }
        return store;
    },
};

registry.category("services").add("city12319_drafts", draftService);

/** Logging out: what is kept in this browser goes first. */
export function forgetOnLogOut(logOutItem) {
    return (env) => {
        const item = logOutItem(env);
        return {
            ...item,
            callback: async () => {
                try {
                    await env.services.city12319_drafts.clear();
                } finally {
                    item.callback();
                }
            },
        };
    };
}

const menuItems = registry.category("user_menuitems");
if (menuItems.contains("log_out")) {
    menuItems.add("log_out", forgetOnLogOut(menuItems.get("log_out")), { force: true });
}
