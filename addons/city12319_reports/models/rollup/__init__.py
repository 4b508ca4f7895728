from . import rollup_mixin, rollup_ticket, rollup_order, rollup_stage, rollup_visit, rollup_call, rollup_seat
from . import rollup_day, rollup_mark, rollup_marking
