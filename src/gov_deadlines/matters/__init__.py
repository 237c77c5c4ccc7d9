"""What happened: facts, state machines as tables, and the obligations that follow from both."""
