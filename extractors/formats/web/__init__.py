"""Web pages: the tree, what of it is displayed, which part is the article, and its paragraphs and tables."""

from extractors.formats.web.article import cut_to_article
from extractors.formats.web.displayed import drop_hidden
from extractors.formats.web.flow import blocks_of
from extractors.formats.web.styles import Styles
from extractors.formats.web.tree import Page, parse

__all__ = ["Page", "Styles", "blocks_of", "cut_to_article", "drop_hidden", "parse"]
