import { browser } from "@web/core/browser/browser";

const EVERY = 4000;
const TONE = 450; // Hz, as telephones ring back in China

/** The sound of a ringing telephone: two short tones, again and again. */
export class Ringer {
    start() {
        if (this.timer) {
            return;
        }
        this.context = new AudioContext();
        const ring = () => [0, 0.6].forEach((after) => this.tone(after, 0.4));
        ring();
        this.timer = browser.setInterval(ring, EVERY);
    }

    tone(after, seconds) {
        const at = this.context.currentTime + after;
        const wave = this.context.createOscillator();
        const volume = this.context.createGain();
        wave.frequency.value = TONE;
        volume.gain.setValueAtTime(0, at);
        volume.gain.linearRampToValueAtTime(0.25, at + 0.02);
        volume.gain.setValueAtTime(0.25, at + seconds - 0.05);
        volume.gain.linearRampToValueAtTime(0, at + seconds);
        wave.connect(volume).connect(this.context.destination);
        wave.start(at);
        wave.stop(at + seconds);
    }

    stop() {
        browser.clearInterval(this.timer);
        this.timer = null;
        this.context?.close();
        this.context = null;
    }
}
