"""What stands behind ./hotline: set-up, servers, databases and their care. Standard library only."""
