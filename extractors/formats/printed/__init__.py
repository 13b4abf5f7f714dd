"""Files that have nothing but pages, printed as a PDF: OFD and pictures."""
