from . import (
    periodic_chapters,
    periodic_report,
    periodic_report_files,
    report,
    report_delivery,
    report_page,
    report_page_files,
    report_preview,
    report_schedule,
)
