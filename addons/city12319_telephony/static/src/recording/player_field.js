import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Plays the recording behind an address, in lists and forms. Nothing is loaded before somebody presses play. */
export class RecordingPlayer extends Component {
    static template = "city12319_telephony.RecordingPlayer";
    static props = { ...standardFieldProps };

    get url() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("city12319_recording", { component: RecordingPlayer, supportedTypes: ["char"] });
