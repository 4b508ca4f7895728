"""One module for each product."""
