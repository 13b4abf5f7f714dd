"""Paragraphs and sentences outside the tables, each with its page and headings."""

from extractors.prose.prose import Sentence, read_prose
from extractors.prose.prose_marks import mark_of, split_sentences

__all__ = ["Sentence", "mark_of", "read_prose", "split_sentences"]
