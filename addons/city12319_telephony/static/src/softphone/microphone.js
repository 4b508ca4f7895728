import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const KEPT = "city12319.microphone";

/** Why there is no sound from this computer, in words that say what to do. */
function reason(error) {
    if (!browser.navigator.mediaDevices) {
        return _t("The browser allows the microphone only over HTTPS. Open this page by its https:// address.");
    }
    return (
        {
            NotAllowedError: _t(
                "The browser may not use the microphone. Click on the sign beside the address, allow the microphone, and try again."
            ),
            NotFoundError: _t("No microphone was found. Plug in the headset and try again."),
            OverconstrainedError: _t("The chosen microphone is not there. Plug it in, or choose another one."),
            NotReadableError: _t("Another program uses the microphone. Close it and try again."),
        }[error?.name] || _t("The microphone does not work: %s", error?.message || error)
    );
}

/** Which microphone is used on this computer, and whether it may be. */
export class Microphone {
    get chosen() {
        return browser.localStorage.getItem(KEPT) || "";
    }

    choose(id) {
        browser.localStorage.setItem(KEPT, id);
    }

    get constraints() {
        return { audio: this.chosen ? { deviceId: { exact: this.chosen } } : true, video: false };
    }

    /** Try the microphone. Returns an empty text, or why it does not work. */
    async trouble() {
        try {
            if (!browser.navigator.mediaDevices) {
                return reason();
            }
            const stream = await browser.navigator.mediaDevices.getUserMedia(this.constraints);
            stream.getTracks().forEach((track) => track.stop());
            return "";
        } catch (error) {
            return reason(error);
        }
    }

    /** The microphones of this computer; their names are known once one was allowed. */
    async list() {
        const devices = (await browser.navigator.mediaDevices?.enumerateDevices()) || [];
        return devices
            .filter((device) => device.kind === "audioinput" && device.deviceId && device.deviceId !== "default")
            .map((device, index) => ({ id: device.deviceId, name: device.label || _t("Microphone %s", index + 1) }));
    }
}
