"""The local page for looking at what was read: documents, tables, facts and findings beside the picture of the page.

It answers on 127.0.0.1 only, reads the published version, and writes nothing but the file of corrections.
"""
