-- What the named queries tell, before anybody asks for a city or a year: one view a subject, with the columns of its
-- answers and those that order them. All rows of a document come from that document alone. So they are computed when a
-- version is published, for the documents that changed, and kept beside its tables (pipeline/publishing/materialized_views.py).
--
-- `place` is code and name of the region that a row counts for; where it counts for two, `other_place` is the second.
-- Kept rows stand by place, so that a question about a city finds the few places that it can mean, then reads little
-- else.
CREATE MACRO place_of(code, name) AS concat(code, '|', name);
CREATE MACRO place_is(place, wanted) AS
    region_is(nullif(split_part(place, '|', 1), ''), nullif(substr(place, strpos(place, '|') + 1), ''), wanted);
