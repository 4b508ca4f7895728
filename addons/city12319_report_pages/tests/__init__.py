from . import test_periodic_report, test_report_definition, test_report_files, test_report_page, test_report_schedule
