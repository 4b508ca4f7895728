import { browser } from "@web/core/browser/browser";

/**
 * Which tab of this browser has the telephone: one at a time. Whoever waits gets it when the other tab closes; it can also be
 * taken over. The tabs tell each other what they do over a channel of the same name.
 */
export class PhoneLock {
    constructor(name, { onGained, onWaiting, onLost, onMessage }) {
        Object.assign(this, { name, onGained, onWaiting, onLost });
        this.channel = new BroadcastChannel(name);
        this.channel.onmessage = ({ data }) => onMessage(data);
    }

    get available() {
        return Boolean(browser.navigator.locks);
    }

    tell(message) {
        this.channel.postMessage(message);
    }

    /** Ask for the telephone; with `steal`, take it from the tab that has it. */
    async ask(steal = false) {
        this.give();
        const asked = (this.asked = {});
        const hold = (lock) => this.hold(lock, asked);
        try {
            if (steal) {
                await browser.navigator.locks.request(this.name, { steal: true }, hold);
                return;
            }
            const free = await browser.navigator.locks.request(this.name, { ifAvailable: true }, hold);
            if (free === false && this.asked === asked) {
                this.onWaiting();
                const waiting = (this.waiting = new AbortController());
                await browser.navigator.locks.request(this.name, { signal: waiting.signal }, hold);
            }
        } catch (error) {
            if (error.name !== "AbortError") {
                throw error;
            }
            if (this.asked === asked && this.release) {
                this.release = null;
                this.onLost(); // another tab has taken it over
            }
        }
    }

    /** Hold the lock until it is given away; false when there was none to have. */
    hold(lock, asked) {
        if (!lock) {
            return false;
        }
        if (this.asked !== asked) {
            return true;
        }
        return new Promise((resolve) => {
            this.release = resolve;
            this.onGained();
        });
    }

    /** Let another tab have it, and wait for it no longer. */
    give() {
        this.asked = null;
        this.waiting?.abort();
        this.waiting = null;
        this.release?.(true);
        this.release = null;
    }
}
