"""Documents: from PDF pages to classified tables. Knows no Parquet."""
