import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const ON_SCREEN = "screen";

/** Which columns, which format, how many rows: then the file, at once or when it is ready. */
export class ExportDialog extends Component {
    static template = "city12319_export.ExportDialog";
    static components = { Dialog };
    static props = { request: Object, shown: { type: Array, element: String }, close: Function };

    setup() {
        this.orm = useService("orm");
        this.exports = useService("city12319_exports");
        this.state = useState({
            info: null, setId: ON_SCREEN, columns: [], search: "", format: "xlsx", name: "", naming: false, busy: false,
        });
        onWillStart(() => this.load());
    }

    async load() {
        const { model, domain, record_ids, active_test } = this.props.request;
        this.state.info = await this.orm.call("city12319.export.job", "prepare", [model, domain, record_ids, active_test]);
        const known = new Set(this.state.info.columns.map((column) => column.name));
        this.onScreen = this.props.shown.filter((name) => known.has(name));
        this.choose(this.onScreen.length ? ON_SCREEN : this.state.info.sets[0]?.id ?? ON_SCREEN);
    }

    // ---------------------------------------------------------------- columns

    get chosenSet() {
        return this.state.info.sets.find((one) => one.id === this.state.setId);
    }

    choose(setId) {
        this.state.setId = setId;
        this.state.columns = this.chosenSet ? this.chosenSet.columns.map(({ name }) => name) : [...this.onScreen];
    }

    onChooseSet(ev) {
        this.choose(ev.target.value === ON_SCREEN ? ON_SCREEN : Number(ev.target.value));
    }

    get labels() {
        const labels = Object.fromEntries(this.state.info.columns.map(({ name, label }) => [name, label]));
        for (const { name, label } of this.chosenSet?.columns || []) {
            labels[name] = label;
        }
        return labels;
    }

    get chosen() {
        return this.state.columns.map((name) => ({ name, label: this.labels[name] || name }));
    }

    get others() {
        const taken = new Set(this.state.columns);
        const words = this.state.search.trim().toLowerCase();
        return this.state.info.columns.filter(
            ({ name, label }) => !taken.has(name) && (!words || label.toLowerCase().includes(words))
        );
    }

    add(name) {
        this.state.columns.push(name);
    }

    remove(name) {
        this.state.columns = this.state.columns.filter((other) => other !== name);
    }

    move(index, step) {
        const columns = this.state.columns;
        const target = index + step;
        if (target >= 0 && target < columns.length) {
            [columns[index], columns[target]] = [columns[target], columns[index]];
        }
    }

    async saveSet() {
        const id = await this.orm.call("city12319.export.set", "save_own", [
            this.props.request.model, this.state.name, this.state.columns,
        ]);
        const columns = [...this.state.columns];
        await this.load();
        Object.assign(this.state, { setId: id, columns, naming: false, name: "" });
    }

    async removeSet() {
        await this.orm.call("city12319.export.set", "remove_own", [[this.state.setId]]);
        await this.load();
    }

    // ---------------------------------------------------------------- rows

    get countText() {
        const { count, max } = this.state.info;
        if (this.props.request.record_ids) {
            return _t("%s chosen rows", count);
        }
        return count > max ? _t("More than %s rows", max) : _t("%s rows, all that the filter finds", count);
    }

    get isTooMany() {
        return this.state.info.count > this.state.info.max;
    }

    get isLong() {
        return this.state.info.count > this.state.info.direct;
    }

    get canExport() {
        return this.state.info.count > 0 && !this.isTooMany && this.state.columns.length > 0 && !this.state.busy;
    }

    async start() {
        this.state.busy = true;
        try {
            await this.exports.start({
                ...this.props.request,
                columns: this.state.columns,
                set_id: this.chosenSet?.id || false,
                format: this.state.format,
            });
            this.props.close();
        } finally {
            this.state.busy = false;
        }
    }
}
