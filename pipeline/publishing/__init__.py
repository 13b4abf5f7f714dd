"""From rows of documents to one published version, all or nothing: files, the switch, older versions, checks."""
