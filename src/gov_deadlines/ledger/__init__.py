"""Keeping matters and waking them: the ledger, and the stores it rests on."""
