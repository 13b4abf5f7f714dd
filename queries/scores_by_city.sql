-- title: 各城市评价得分与等级 | Scores and grades by city
-- answers: Which score and which grade did each programme get, and where does it stand among those of its year? An evaluation and a
-- answers: self-evaluation of one programme are two rows and are ranked apart; a report that is there as several files is one.
-- 说明: 各项目得了多少分、什么等级，在同年度中排第几？同一项目的评价和自评分作两行，分别排名；
-- 说明: 同一份报告存成几个文件的，只算一份。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param take text: part of the name of the file to take where several tell the same; all takes every file
-- 参数 take: 同一内容有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM scores_told) WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column program_name: programme
-- column total_score: score as printed
-- column grade: grade as printed
-- column rank: place among the scores of the year that are given in the same way, the highest first
-- column document_type: an evaluation by others, or the office's own
-- column department: office that answers for the programme
-- column file_name: report
-- column report_title: title of the report
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
SELECT region_name, fiscal_year, program_name, total_score, grade,
       rank() OVER (PARTITION BY fiscal_year, document_type ORDER BY total_score DESC) AS rank,
       document_type, department, file_name, report_title, topic, region_code, document_id
FROM (
    SELECT s.*, r.document_type, r.department
    FROM scores_told AS s
    JOIN reports AS r USING (document_id)
    WHERE s.total_score IS NOT NULL
      AND ($places IS NULL OR s.place IN $places)
      AND ($year IS NULL OR s.fiscal_year = $year)
      AND ($topic IS NULL OR s.topic IN $topic)
    QUALIFY counts_once($take, s.money, s.fiscal_year, r.document_type, s.total_score, s.numbers, s.file_name, s.document_id)
)
ORDER BY fiscal_year NULLS LAST, document_type, rank, region_code NULLS LAST, file_name, document_id
