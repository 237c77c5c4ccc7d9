"""An agency's own catalogue of what it discloses: what its cells say, and what can be counted from them."""
