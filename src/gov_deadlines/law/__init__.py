"""What binds: rules, their versions by date and place, the texts they stand in, and which of several prevails."""
