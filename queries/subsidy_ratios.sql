-- title: 各城市补贴比例对比 | Subsidy ratios by city and class
-- answers: What share of the cost does each city pay, for which class of enterprise, up to which cap? A ceiling (≤),
-- answers: a fixed share (=) and a floor (≥) stand in separate columns; terms in force come before historic and
-- answers: recommended ones. Each row names the report and page where it is printed.
-- 说明: 各城市对哪类企业补贴费用的百分之几，最多多少？不高于（≤）、固定（=）、不低于（≥）分列三栏；现行条款在前，往期和建议的在后。
-- 说明: 每行注明出自哪份报告、哪一页。
-- param city text: region code or name, a province takes all its cities; all when left out
-- 参数 city: 地区代码或名称，省份包括其各市；不填为全部
-- param year integer: budget year of the report; all when left out
-- 参数 year: 报告的预算年度；不填为全部
-- param class text: small, general, all or other; all when left out
-- 参数 class: 小微企业、一般企业、全部企业或其他；不填为全部
-- values class enterprise_class: small general all other
-- param instrument text: premium_subsidy, interest_subsidy, cost_share, credit_report, freight, award or other; all when left out
-- 参数 instrument: 保费补助、贷款贴息、费用分担、资信报告、运费补助、奖励或其他；不填为全部
-- values instrument: *
-- param item text: words of what is supported, such as a crop or a cost; all when left out
-- 参数 item: 支持内容的文字，如作物、费用；不填为全部
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param payer text: central, province, city or county; all when left out
-- 参数 payer: 中央、省级、市级或区县级；不填为全部
-- values payer gov_level: central province city county
-- param unit text: unit that tells the tiers apart, such as 万元 or 亩; all when left out
-- 参数 unit: 区分档次的单位，如 万元、亩；不填为全部
-- param status text: in_force, historic or recommended; all when left out
-- 参数 status: 现行、往期或建议；不填为全部
-- values status: in_force historic recommended
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM terms_told) WHERE place_is(place, $city)
-- column status: in force, historic, or only recommended by the report
-- column region_name: region whose policy it is
-- column fiscal_year: budget year
-- column enterprise_class: class of enterprise
-- column ceiling_pct: pays at most this share
-- column fixed_pct: pays exactly this share
-- column floor_pct: pays at least this share
-- column cap_yuan: most that is paid
-- column page_number: page where it is printed
-- column source_text: the words it was read from
-- column file_name: report that states it
-- column item: what is supported
-- column gov_level: who pays
-- column base_text: what the share is a share of
-- column instrument: what is subsidised
-- column cap_scope: what the cap applies to
-- column export_min_usd: lower bound of the export volume of the tier
-- column export_max_usd: upper bound of the export volume of the tier
-- column tier_measure: what tells other tiers apart
-- column tier_min: lower bound of such a tier
-- column tier_max: upper bound of such a tier
-- column tier_unit: unit of these bounds
-- column beneficiary_text: who may have it
-- column market: market that the term is limited to
-- column topic: what the programme is about
-- column times_printed: how often this report states the term
-- column report_title: title of that report
-- column region_code: code of the region
-- column document_id: the report
SELECT status, region_name, fiscal_year, enterprise_class, ceiling_pct, fixed_pct, floor_pct,
       cap_yuan, page_number, source_text, file_name, item, gov_level, base_text, instrument, cap_scope, export_min_usd,
       export_max_usd, tier_measure, tier_min, tier_max, tier_unit, beneficiary_text, market, topic, times_printed, report_title, region_code, document_id
FROM terms_told
WHERE ($places IS NULL OR place IN $places)
  AND ($year IS NULL OR fiscal_year = $year)
  AND ($class IS NULL OR enterprise_class = $class)
  AND ($instrument IS NULL OR instrument = $instrument)
  AND ($status IS NULL OR status = $status)
  AND ($item IS NULL OR contains(item, $item) OR contains(base_text, $item))
  AND ($topic IS NULL OR topic IN $topic)
  AND ($payer IS NULL OR list_contains(string_split(gov_level, '+'), $payer))
  AND ($unit IS NULL OR tier_unit = $unit)
ORDER BY status_order NULLS LAST,
         array_position(['premium_subsidy', 'interest_subsidy', 'cost_share', 'credit_report', 'freight', 'award'], instrument) NULLS LAST,
         instrument, class_order NULLS LAST, region_code NULLS LAST, region_name, fiscal_year,
         item NULLS FIRST, export_min_usd NULLS FIRST, tier_min NULLS FIRST, ratio_pct DESC, document_id, page_number, row_index
