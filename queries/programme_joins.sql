-- title: 疑似同一项目 | Programmes that may be one and the same
-- answers: Which names of a region may mean the same programme? Names that one character tells apart, or of which one
-- answers: holds the other. Fill in `decision` (same or different) and keep the answer as programs.csv beside the
-- answers: corrections: the next refresh joins them, or asks no more (docs/night.md).
-- 说明: 同一地区的哪些名称可能是同一个项目？列出仅一字之差、或一个名称包含另一个的名称。在 `decision` 列填 same（相同）或 different（不同），
-- 说明: 存为更正文件旁边的 programs.csv：下次刷新时合并，或不再询问（docs/night.md）。
-- param city text: region code or name, a province takes all its cities; all when left out
-- 参数 city: 地区代码或名称，省份包括其各市；不填为全部
-- param programme text: part of one of the names; all when left out
-- 参数 programme: 两个名称之一的一部分；不填为全部
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM programmes_near) WHERE place_is(place, $city)
-- column region_code: code of the region
-- column region_name: region
-- column first_name: name that more documents use
-- column second_name: the other name
-- column decision: empty; write same or different
-- column reason: one_character (one character tells them apart) or contained (one name holds the other)
-- column first_documents: documents that use the first name
-- column second_documents: documents that use the second name
-- column first_from: earliest budget year of the first
-- column first_to: latest budget year of the first
-- column second_from: earliest budget year of the second
-- column second_to: latest budget year of the second
-- column first_id: number of the first programme
-- column second_id: number of the second programme
-- values reason: one_character contained
SELECT region_code, region_name, first_name, second_name, NULL::VARCHAR AS decision, reason,
       first_documents, second_documents, first_from, first_to, second_from, second_to, first_id, second_id
FROM programmes_near
WHERE ($places IS NULL OR place IN $places)
  AND ($programme IS NULL OR contains(first_name, $programme) OR contains(second_name, $programme))
ORDER BY region_code NULLS LAST, region_name, first_name, second_name, first_id, second_id
