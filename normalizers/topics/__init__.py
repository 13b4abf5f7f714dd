"""What programmes are about: a tree of topics, found by the words of a name and by codes of functions."""

from normalizers.topics.deciding import named_topic, term_topic, topic_of, topic_of_first
from normalizers.topics.table import Topic, all_topics, published_topics

__all__ = [
    "Topic",
    "all_topics",
    "named_topic",
    "published_topics",
    "term_topic",
    "topic_of",
    "topic_of_first",
]
