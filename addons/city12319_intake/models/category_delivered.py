import csv
from datetime import date

from odoo import api, models
from odoo.tools import file_path

from .category import SEQUENCES

# of external ids: not the addon's, whose every name is a term to translate; these are names of a standard
NAMESPACE = "city12319_standard"
DELIVERED = [
    # file, name of the standard, first day
    ("gbt47678_5_2026.csv", "GB/T 47678.5-2026", date(2026, 7, 1)),
]


class CategoryDelivered(models.Model):
    """The classes of standards that come with the addon, as records that the administrator may change."""

    _inherit = "city12319.category"

    @api.model
    def _load_delivered(self):
        """Create the delivered classes that are not there; leave alone those that are. Called at every update."""
        for file_name, standard, valid_from in DELIVERED:
            with open(file_path(f"city12319_intake/data/standards/{file_name}"), encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            prefix = f"{NAMESPACE}.{file_name.removesuffix('.csv')}"
            majors = {}
            for row in rows:
                home = (row["kind"], row["major_code"], row["problem"])
                majors.setdefault(home, {
                    "xml_id": f"{prefix}_{'_'.join(home)}",
                    "noupdate": True,
                    "values": {
                        "name": row["major_name"], "code": row["major_code"], "kind": row["kind"],
                        "standard": standard, "valid_from": valid_from, "sequence": SEQUENCES["major"],
                        "parent_id": self.env.ref(f"city12319_intake.category_{row['problem']}").id,
                    },
                })
            records = self._load_missing(list(majors.values()))
            parents = dict(zip(majors, records, strict=True))
            self._load_missing([
                {
                    "xml_id": f"{prefix}_{row['kind']}_{row['code']}",
                    "noupdate": True,
                    "values": {
                        "name": row["name"], "code": row["code"], "kind": row["kind"], "standard": standard,
                        "valid_from": valid_from, "sequence": SEQUENCES["minor"],
                        "parent_id": parents[row["kind"], row["major_code"], row["problem"]].id,
                    },
                }
                for row in rows
            ])

    @api.model
    def _load_missing(self, data_list):
        """Create the records whose external id does not exist yet; return all of them in the order of the list."""
        found = {
            f"{data.module}.{data.name}": data.res_id
            for data in self.env["ir.model.data"].search([
                ("model", "=", self._name), ("module", "=", NAMESPACE),
                ("name", "in", [data["xml_id"].partition(".")[2] for data in data_list]),
            ])
        }
        missing = [data for data in data_list if data["xml_id"] not in found]
        created = self._load_records(missing)
        found.update({data["xml_id"]: record.id for data, record in zip(missing, created, strict=True)})
        return self.browse(found[data["xml_id"]] for data in data_list)
