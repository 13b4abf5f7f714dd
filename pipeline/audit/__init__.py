"""A document audited by its own arithmetic: what it prints against what follows from its other figures.

Every check reads; none changes a fact. A check speaks only where the structure of a table is shown by the
figures that do agree, and stays silent where any reasonable reading explains what is printed.
"""

from pipeline.audit.document import audit_document

__all__ = ["audit_document"]
