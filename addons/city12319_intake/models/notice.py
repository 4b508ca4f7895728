from odoo import api, models
from odoo.tools import SQL, plaintext2html, split_every

from odoo.addons.city12319_flow import house_language

from ..tools import phone as phone_tools

CHANNELS = ("popup", "inbox", "sms")
_USERS_PER_QUERY = 100


class Notice(models.AbstractModel):
    """Telling people something at once: on the page that they have open, in their inbox, on their mobile telephone.

    Nothing leaves before the transaction is committed, and nothing at all when it is rolled back: the bus sends after
    commit, and text messages wait in Odoo's own queue.
    """

    _name = "city12319.notice"
    _description = "Notice"

    @api.model
    def _send(self, users, title, body, record=None, channels=CHANNELS, urgent=False, receipt=None):
        """Tell ``users`` something.

        Those who may not read all of ``record``, or who are archived, are not told: neither title nor text of a
        case reaches somebody who may not open it. Costs the same number of queries for one user and for a hundred.

        :param users: ``res.users``
        :param title: one line of plain text
        :param body: plain text, lines allowed
        :param record: what it is about, one record or several of one model; the button "Open" leads there. Without a
            record whoever calls answers for who is told what
        :param channels: any of :data:`CHANNELS`; SMS goes to those who have a mobile number
        :param urgent: the pop-up stays until it is closed
        :param receipt: name of a public method of the record's model; the pop-up has a button “Confirm receipt” that calls it
        :return: the users who were told
        """
        users = self._who_may_know(users, record)
        if users:
            self._deliver([{
                "users": users, "title": title, "body": body, "record": record, "channels": channels, "urgent": urgent,
                "receipt": receipt,
            }])
        return users

    @api.model
    def _send_in_their_language(self, users, compose, record=None, **options):
        """Tell ``users`` something, each in the own language, whatever the language of whoever made it happen.

        :param compose: function of an environment that returns title and body in its language; called for each language
        :param options: what else :meth:`_send` takes
        """
        for lang, readers in users.sudo().grouped("lang").items():  # sudo: of colleagues, nothing but their language
            speaking = house_language.told_to(self, lang)
            speaking._send(readers.with_env(self.env), *compose(speaking.env), record=record, **options)

    @api.model
    def _deliver(self, notices):
        """Send notices to people of whom it is known that they may read them: a number of queries for all together.

        :param notices: dicts with what :meth:`_send` takes
        """
        messages = self._to_inbox([notice for notice in notices if "inbox" in notice["channels"]])
        self._by_sms([notice for notice in notices if "sms" in notice["channels"]])
        for notice in notices:
            if "popup" in notice["channels"]:
                self._pop_up(notice, bool(messages) and "inbox" in notice["channels"])

    # ------------------------------------------------------------------ who may know

    @api.model
    def _who_may_know(self, users, record):
        """Return those of ``users``, active ones, who may read all of ``record``."""
        users = users.sudo().filtered("active")  # sudo: looks at who is to be told, whoever asks
        if not record or not users:
            return users.with_env(self.env)
        wanted = len(record)
        read = self._readers(users, record)
        return users.filtered(lambda user: len(read.get(user.id, ())) == wanted).with_env(self.env)

    @api.model
    def _readers(self, users, records, asked=None):
        """Find out who may read what: one query for a hundred users, however many records there are.

        :param asked: ``{user id: ids}`` where not all records are in question for everybody
        :return: dict of user id and the set of ids of those records that this user may read
        """
        records.env.flush_all()
        users = users.sudo()
        # what rules look at is read for all users together, not for one after another
        users.mapped("company_ids")
        users.mapped("all_group_ids")
        found = {}
        for chunk in split_every(_USERS_PER_QUERY, users.ids, users.browse):
            queries = []
            for user in chunk:
                theirs = records.browse().with_context({}).with_user(user)
                ids = list(asked.get(user.id, ())) if asked is not None else records.ids
                if ids and theirs.has_access("read"):
                    query = theirs._search([("id", "in", ids)], active_test=False)
                    queries.append(SQL("(%s)", query.select(SQL("%s", user.id), SQL.identifier(query.table, "id"))))
            if queries:
                for user_id, record_id in self.env.execute_query(SQL(" UNION ALL ").join(queries)):
                    found.setdefault(user_id, set()).add(record_id)
        return found

    # ------------------------------------------------------------------ channels

    @api.model
    def _to_inbox(self, notices):
        """Put one message for each notice into the inboxes of its users; return the messages."""
        author = self.env.user.partner_id
        subtype = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        # sudo: who is told was checked; whoever tells need not have the right to write messages on the record
        messages = self.env["mail.message"].sudo().create([
            {
                **self._link(notice["record"]),
                "subject": notice["title"],
                "body": plaintext2html(notice["body"]),
                "message_type": "user_notification",
                "subtype_id": subtype,
                "is_internal": True,
                "author_id": author.id,
                "email_from": author.email_formatted or False,
                "partner_ids": [(6, 0, notice["users"].partner_id.ids)],
            }
            for notice in notices
        ])
        self.env["mail.notification"].sudo().create([
            {
                "mail_message_id": message.id, "author_id": author.id, "res_partner_id": partner.id,
                "notification_type": "inbox", "notification_status": "sent",
            }
            for notice, message in zip(notices, messages, strict=True)
            for partner in notice["users"].partner_id
        ])
        return messages

    @api.model
    def _link(self, record):
        """Return how a message hangs on what it is about: on one record, not on several."""
        return {"model": record._name, "res_id": record.id} if record and len(record) == 1 else {}

    @api.model
    def _by_sms(self, notices):
        """Queue one text message for each user who has a mobile number; return them."""
        numbers = self._mobile_numbers(self.env["res.users"].union(*(notice["users"] for notice in notices)))
        rows = [
            {
                "number": numbers[user], "partner_id": user.partner_id.id,
                "body": self.env._("%(title)s: %(body)s", title=notice["title"], body=notice["body"]),
            }
            for notice in notices for user in notice["users"] if user in numbers
        ]
        return self.env["sms.sms"].sudo().create(rows) if rows else self.env["sms.sms"]  # sudo: the system's queue

    @api.model
    def _mobile_numbers(self, users):
        """Return the mobile number (E.164) of each of ``users`` who has one: fixed lines take no text messages."""
        area_code = self.env["city12319.caller"]._area_code() if users else ""
        found = {}
        for user in users:
            # sudo: the number is used, and shown to nobody
            numbers = phone_tools.parse_phones(user.sudo().partner_id.phone or "", area_code)
            mobile = [number.e164 for number in numbers if number.kind == phone_tools.MOBILE]
            if mobile:
                found[user] = mobile[0]
        return found

    @api.model
    def _pop_up(self, notice, in_inbox):
        """Show it on the open pages of its users. The bus reaches these users alone."""
        record = notice["record"]
        payload = {
            "title": notice["title"],
            "body": notice["body"],
            "urgent": notice["urgent"],
            "model": record._name if record else False,
            "ids": record.ids if record else [],
            "name": record._description if record else False,
            "inbox": in_inbox,
            "receipt": record and notice.get("receipt") or False,
        }
        for user in notice["users"]:
            user._bus_send("city12319.notice", payload)
