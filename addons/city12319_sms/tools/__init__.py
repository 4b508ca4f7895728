"""Rules of sending that need no database: coding and parts, the gateway's protocol, when to try again."""
