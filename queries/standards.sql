-- title: 补助标准对比 | Subsidy standards by item and unit
-- answers: How much does each region pay per what (每亩, 每人每月, 每台), or once, for which item and whom, since when, up
-- answers: to which cap, and who pays it? Standards in force come before former and recommended ones. Each row names
-- answers: the report and page where it is printed.
-- 说明: 各地按什么补、补多少（每亩、每人每月、每台，或一次性），补给谁、补什么，从何时起，最多多少，由谁出资？现行标准在前，
-- 说明: 往期和建议的在后。每行注明出自哪份报告、哪一页。
-- param city text: region code or name, a province takes all its cities; all when left out
-- 参数 city: 地区代码或名称，省份包括其各市；不填为全部
-- param year integer: budget year of the report; all when left out
-- 参数 year: 报告的预算年度；不填为全部
-- param item text: words of what is supported or of who may have it; all when left out
-- 参数 item: 支持内容或补助对象的文字；不填为全部
-- param unit text: what it is paid for each of, such as 亩 or 人·月; all when left out
-- 参数 unit: 按什么计算，如 亩、人·月；不填为全部
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param payer text: central, province, city or county; all when left out
-- 参数 payer: 中央、省级、市级或区县级；不填为全部
-- values payer gov_level: central province city county
-- param status text: in_force, historic or recommended; all when left out
-- 参数 status: 现行、往期或建议；不填为全部
-- values status: in_force historic recommended
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM standards_told) WHERE place_is(place, $city)
-- column status: in force, historic, or only recommended by the report
-- column region_name: region whose policy it is
-- column item: what is supported
-- column beneficiary_text: who may have it
-- column standard_yuan: amount per unit, or once
-- column standard_per: what it is paid for each of; empty for an amount paid once
-- column standard_op: whether it is the most (≤), the least (≥) or exactly so much
-- column gov_level: who pays
-- column valid_from: first day of the policy
-- column valid_to: last day of the policy
-- column policy_document: number of the document that lays it down
-- column cap_yuan: most that is paid
-- column cap_scope: what the cap applies to
-- column tier_measure: what tells the tiers apart
-- column tier_min: lower bound of the tier
-- column tier_max: upper bound of the tier
-- column tier_unit: unit of the bounds
-- column fiscal_year: budget year
-- column page_number: page where it is printed
-- column source_text: the words it was read from
-- column file_name: report that states it
-- column enterprise_class: class of enterprise
-- column topic: what the programme is about
-- column times_printed: how often this report states the standard
-- column report_title: title of that report
-- column region_code: code of the region
-- column document_id: the report
SELECT status, region_name, item, beneficiary_text, standard_yuan, standard_per, standard_op, gov_level, valid_from,
       valid_to, policy_document, cap_yuan, cap_scope, tier_measure, tier_min, tier_max, tier_unit, fiscal_year,
       page_number, source_text, file_name, enterprise_class, topic, times_printed, report_title, region_code,
       document_id
FROM standards_told
WHERE ($places IS NULL OR place IN $places)
  AND ($year IS NULL OR fiscal_year = $year)
  AND ($item IS NULL OR contains(item, $item) OR contains(beneficiary_text, $item))
  AND ($unit IS NULL OR standard_per = $unit)
  AND ($topic IS NULL OR topic IN $topic)
  AND ($payer IS NULL OR list_contains(string_split(gov_level, '+'), $payer))
  AND ($status IS NULL OR status = $status)
ORDER BY status_order NULLS LAST, standard_per NULLS LAST, item NULLS LAST, region_code NULLS LAST, region_name,
         fiscal_year, tier_min NULLS FIRST, standard_yuan DESC, document_id, page_number, row_index
