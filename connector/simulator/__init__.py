"""A call centre without telephones: for demonstrations, training and tests. A process of its own, like a real one."""
