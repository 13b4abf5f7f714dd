"""What is published, asked and taken away: the database, statements and their limits, tables, Excel, notebooks."""
