"""The process between a call centre and Odoo: events in, commands out. Standard library only; see docs/telephony.md."""
