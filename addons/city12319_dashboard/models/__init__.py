from . import screen_notice, changes
from . import dashboard, dashboard_now, dashboard_today, dashboard_past, dashboard_ranking, dashboard_board
from . import wall_screen
