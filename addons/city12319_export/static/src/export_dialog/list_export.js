import { _t } from "@web/core/l10n/translation";
import { useBus } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ExportAll } from "@web/views/list/export_all/export_all";
import { ListController } from "@web/views/list/list_controller";
import { ExportDialog } from "./export_dialog";

const OURS = "city12319.";
const ASKED = "city12319-export";

/** The filter as the person sees it above the list. */
export function filterInWords(searchModel) {
    return (searchModel.facets || [])
        .filter((facet) => facet.type !== "groupBy")
        .map((facet) => {
            const values = facet.values.join(` ${_t("or")} `);
            return facet.title ? `${facet.title}: ${values}` : values;
        })
        .join(" · ");
}

/** What is to be exported from the list on screen: the chosen records, or all that the filter finds. */
export function exportRequest(controller) {
    const { root } = controller.model;
    const chosen = !root.isDomainSelected && root.selection.length > 0;
    return {
        model: root.resModel,
        title: controller.env.config.getDisplayName?.() || "",
        domain: root.domain,
        record_ids: chosen ? root.selection.map((record) => record.resId) : false,
        order: (root.orderBy || []).map(({ name, asc }) => `${name} ${asc ? "asc" : "desc"}`).join(", "),
        active_test: root.context.active_test ?? true,
        what: filterInWords(controller.env.searchModel),
    };
}

/** Lists of the hotline are exported by our dialog: with progress, as tables that people use, written down. */
const hotlineExport = () => ({
    setup() {
        super.setup();
        if (!this.props.resModel.startsWith(OURS)) {
            return;
        }
        const open = () =>
            this.model.dialog.add(ExportDialog, {
                request: exportRequest(this),
                shown: this.getExportableFields().map((field) => field.name),
            });
        this.exportRecords = open;
        useBus(this.env.searchModel, ASKED, open);
    },
    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems(...arguments);
        if (items.export && this.props.resModel.startsWith(OURS)) {
            items.export.description = _t("Export…");
        }
        return items;
    },
});
patch(ListController.prototype, hotlineExport());
patch(KanbanController.prototype, hotlineExport());

patch(ExportAll.prototype, {
    get isHotline() {
        return this.env.model.root.resModel.startsWith(OURS);
    },
    async onDirectExportData() {
        if (!this.isHotline) {
            return super.onDirectExportData();
        }
        this.env.searchModel.trigger(ASKED);
    },
});
