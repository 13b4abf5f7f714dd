"""Tools of the workshop: run from a checkout, never imported by the program."""
