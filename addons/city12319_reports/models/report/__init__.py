from . import report_dimension, report, report_figure, report_month, report_month_change
from . import report_period, report_compute, report_labels, report_evaluation, report_drill
