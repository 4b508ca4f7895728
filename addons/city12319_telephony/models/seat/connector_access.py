from odoo import Command, api, models

LOGIN = "call-centre-connector"


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _connector_access(self, url, token, recordings=None):
        """Prepare Odoo for a connector: its technical user, a new key, and where commands are sent.

        Earlier keys of that user end. For ``./hotline`` and the administrator's shell, never over RPC.

        :param recordings: the folder that the call centre records into, when this machine sees it
        :return: the key, shown only this once
        """
        connector = self.with_context(active_test=False).search([("login", "=", LOGIN)], limit=1)
        if not connector:
            connector = self.with_context(no_reset_password=True).create([{
                "name": "Call Centre Connector", "login": LOGIN,
                "group_ids": [Command.set(self.env.ref("city12319_telephony.group_connector").ids)],
            }])
        self.env["res.users.apikeys"].sudo().search([("user_id", "=", connector.id)])._remove()
        parameter = self.env["ir.config_parameter"].sudo()
        parameter.set_param("city12319_telephony.connector_url", url)
        parameter.set_param("city12319_telephony.connector_token", token)
        if recordings:
            parameter.set_param("city12319_telephony.recordings", recordings)
        # sudo: a key of a service does not end by itself
        return self.env["res.users.apikeys"].with_user(connector).sudo()._generate("rpc", "connector", None)
