import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const MARKS = [1, 2, 3, 4, 5];

/** A score from 1 to 5, given with one click or one key; 0 takes it back. */
export class ScoreField extends Component {
    static template = "city12319_dispatch.ScoreField";
    static props = { ...standardFieldProps };

    marks = MARKS;

    get value() {
        return this.props.record.data[this.props.name] || 0;
    }

    /** Only one of the marks is reached with the tab key: the chosen one, else the first. */
    tabIndex(mark) {
        return mark === (this.value || MARKS[0]) ? "0" : "-1";
    }

    title(mark) {
        return _t("%s of 5", mark);
    }

    set(mark) {
        if (!this.props.readonly) {
            this.props.record.update({ [this.props.name]: mark === this.value ? 0 : mark });
        }
    }

    onKeydown(ev) {
        const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[ev.key];
        let mark;
        if (/^[0-5]$/.test(ev.key)) {
            mark = Number(ev.key);
        } else if (step) {
            mark = Math.min(5, Math.max(1, this.value + step));
        } else if (ev.key === "Delete" || ev.key === "Backspace") {
            mark = 0;
        } else {
            return;
        }
        ev.preventDefault();
        this.props.record.update({ [this.props.name]: mark });
        ev.currentTarget.querySelector(`[data-mark='${mark || 1}']`).focus();
    }
}

export const scoreField = {
    component: ScoreField,
    displayName: _t("Score from 1 to 5"),
    supportedTypes: ["integer"],
    isEmpty: (record, name) => !record.data[name],
};

registry.category("fields").add("city12319_score", scoreField);
