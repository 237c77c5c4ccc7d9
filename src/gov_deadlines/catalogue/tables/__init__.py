"""From grids to items: where the heads are, what the columns hold, what marks choose, and what each row says."""
