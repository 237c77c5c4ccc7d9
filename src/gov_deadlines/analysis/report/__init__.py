"""Figures that agencies owe every January: how many requests, answered how, in time or not."""
