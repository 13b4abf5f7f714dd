"""Values and names: turn printed text into numbers, units, dates, regions and terms. Knows no PDF."""
