-- title: 每家企业最高补助额 | Caps by class of enterprise
-- answers: How much can one enterprise, project or person get at most, by class and by tier of exports or of another measure? One
-- answers: row a cap that a policy states, with its share where it has one; caps without a share (贴息, 一次性奖励) stand here, too.
-- 说明: 一家企业、一个项目或一个人最多能得多少，按企业类别、出口额或其他依据怎样分档？政策写明的每个限额一行，有比例的同列比例；没有比例的限额（贴息、一次性奖励）也
-- 说明: 在这里。
-- param city text: region code or name, a province takes all its cities; all when left out
-- 参数 city: 地区代码或名称，省名含其各市；不填为全部
-- param year integer: budget year of the report; all when left out
-- 参数 year: 报告的预算年度；不填为全部
-- param class text: small, general, all or other; all when left out
-- 参数 class: 企业类别：小微企业、一般企业、不分类别或其他；不填为全部
-- values class enterprise_class: small general all other
-- param scope text: per_enterprise, per_enterprise_year, per_project, per_year, total …; all when left out
-- 参数 scope: 限额范围：每家企业、每家企业每年、每个项目、每年、合计等；不填为全部
-- values scope cap_scope: *
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目主题，代码或名称，含其下级主题；不填为全部
-- param status text: in_force, historic or recommended; all when left out
-- 参数 status: 现行、原有或建议；不填为全部
-- values status: in_force historic recommended
-- scope city: SELECT place FROM (SELECT DISTINCT place_of(region_code, region_name) AS place FROM subsidy_terms) WHERE place_is(place, $city)
-- column region_name: region whose policy it is
-- column enterprise_class: class of enterprise
-- column cap_yuan: most that is paid
-- column cap_scope: what the cap applies to
-- column export_min_usd: lower bound of the export volume of the tier
-- column export_max_usd: upper bound of the export volume of the tier
-- column ratio_op: at most (≤), exactly (=) or at least (≥) the share
-- column ratio_pct: share that is paid up to the cap
-- column instrument: what is subsidised
-- column status: in force, historic, or only recommended by the report
-- column market: market that the term is limited to
-- column item: what is supported
-- column beneficiary_text: who may have it
-- column tier_measure: what tells other tiers apart
-- column tier_min: lower bound of such a tier
-- column tier_max: upper bound of such a tier
-- column tier_unit: unit of these bounds
-- column fiscal_year: budget year of the report
-- column page_number: page where it is printed
-- column source_text: the words it was read from
-- column file_name: report that states it
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
SELECT t.region_name, t.enterprise_class, t.cap_yuan, t.cap_scope, t.export_min_usd, t.export_max_usd, t.ratio_op,
       t.ratio_pct, t.instrument, t.status, t.market, t.item, t.beneficiary_text, t.tier_measure, t.tier_min, t.tier_max,
       t.tier_unit, t.fiscal_year, t.page_number, t.source_text, r.file_name, t.topic, t.region_code, t.document_id
FROM subsidy_terms_once AS t
JOIN reports AS r USING (document_id)
WHERE t.cap_yuan IS NOT NULL
  AND ($places IS NULL OR place_of(t.region_code, t.region_name) IN $places)
  AND ($year IS NULL OR t.fiscal_year = $year)
  AND ($class IS NULL OR t.enterprise_class = $class)
  AND ($scope IS NULL OR t.cap_scope = $scope)
  AND ($status IS NULL OR t.status = $status)
  AND ($topic IS NULL OR t.topic IN $topic)
ORDER BY array_position(['in_force', 'historic', 'recommended'], t.status) NULLS LAST, t.region_code NULLS LAST,
         t.region_name, array_position(['small', 'general', 'all', 'other'], t.enterprise_class) NULLS LAST,
         t.instrument, t.cap_yuan DESC, t.export_min_usd NULLS FIRST, t.tier_min NULLS FIRST, t.ratio_pct DESC,
         t.document_id, t.page_number, t.row_index
