from werkzeug.exceptions import Forbidden

from odoo.http import Controller, request, route

WALL = "/city12319/wall"


class WallScreen(Controller):
    """The wall screen: a page without the web client, so that nothing of anybody's work shows up on it."""

    @route(WALL, type="http", auth="user", readonly=True)
    def wall(self):
        """Return the page; whoever has no right to the wall gets “forbidden”."""
        screen = request.env["city12319.wall.screen"]
        if not screen._may_watch():
            raise Forbidden(request.env._("You have no right to the wall screen. An administrator gives it."))
        answer = request.render("city12319_dashboard.wall", {
            # words of the hotline too: by itself such a page loads those of a few of Odoo's addons
            "session_info": {**request.env["ir.http"].get_frontend_session_info(), "db": request.env.cr.dbname,
                             "translationURL": "/web/webclient/translations",
                             "user_context": dict(request.env["res.users"].context_get())},
        })
        answer.headers["Content-Security-Policy"] = screen._content_security_policy()
        return answer
