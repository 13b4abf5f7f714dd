"""The two languages of messages, help and answers: `tr("port {port} is in use", port=8765)`.

Sentences stand in the code in English; `zh/LC_MESSAGES/jixiao.po` has them in Chinese, compiled by `make messages`.
Names of tables, columns and codes are `pipeline/answers/chinese_names.csv`, texts of the review page its `texts.toml`.
"""

from pipeline.language.chosen import CHINESE, ENGLISH, LANGUAGES, VARIABLE, choose, chosen, in_use, preferred
from pipeline.language.messages import DOMAIN, FOLDER, Message, Name, english, listed, tr, tr_noop
from pipeline.language.width import padded, width, wrapped

__all__ = [
    "CHINESE",
    "DOMAIN",
    "ENGLISH",
    "FOLDER",
    "LANGUAGES",
    "VARIABLE",
    "Message",
    "Name",
    "choose",
    "chosen",
    "english",
    "in_use",
    "listed",
    "padded",
    "preferred",
    "tr",
    "tr_noop",
    "width",
    "wrapped",
]
