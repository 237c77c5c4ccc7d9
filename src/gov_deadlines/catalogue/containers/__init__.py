"""What a catalogue comes in: workbooks, pages and CSV, untrusted, each made into grids of text within bounds."""
