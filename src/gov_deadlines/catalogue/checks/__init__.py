"""A catalogue held against the law: its limits, its bases, and the elements it is to have."""
