"""Questions over many deadlines at once."""
