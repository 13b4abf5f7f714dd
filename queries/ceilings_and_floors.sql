-- title: 补贴比例的上限与下限 | Ceilings against floors
-- answers: Which shares are ceilings (不高于), which floors (不低于), which fixed, and do those of cities keep to what their province
-- answers: asks for? One row a region, class, kind of bound and share of premiums or costs, with its lowest and highest cap. Beside
-- answers: a city stand the floors of its province for the same class and topic that any document states.
-- 说明: 哪些比例是上限（不高于），哪些是下限（不低于），哪些是固定比例？各市是否达到所在省的要求？每个地区、企业类别、界限类型和比例一行，并列出最低和最高限额。城市
-- 说明: 旁边是任一文件写明的、所在省对同类企业和同一主题所定的下限。
-- param city text: region code or name, a province takes all its cities; all when left out
-- 参数 city: 地区代码或名称，省名含其各市；不填为全部
-- param year integer: budget year of the report; all when left out
-- 参数 year: 报告的预算年度；不填为全部
-- param class text: small, general, all or other; all when left out
-- 参数 class: 企业类别：小微企业、一般企业、不分类别或其他；不填为全部
-- values class enterprise_class: small general all other
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目主题，代码或名称，含其下级主题；不填为全部
-- param status text: in_force, historic or recommended; all when left out
-- 参数 status: 现行、原有或建议；不填为全部
-- values status: in_force historic recommended
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM terms_told) WHERE place_is(place, $city)
-- values bound: ceiling fixed floor
-- column region_name: region whose policy it is
-- column enterprise_class: class of enterprise
-- column status: in force, historic, or only recommended by the report
-- column bound: ceiling (≤), fixed (=) or floor (≥)
-- column ratio_pct: the share
-- column gov_level: who pays
-- column lowest_cap_yuan: lowest cap beside this share
-- column highest_cap_yuan: highest cap beside this share
-- column province_floor_pct: lowest floor that the province sets
-- column province_highest_floor_pct: highest floor that the province sets, for favoured markets and the like
-- column is_below_floor: whether the share is below even the lowest floor of the province
-- column fiscal_year: budget year of the report
-- column page_number: page where it is printed first
-- column file_name: report that states it
-- column instrument: what is subsidised
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
WITH bounds AS (
    SELECT *, CASE WHEN ceiling_pct IS NOT NULL THEN 'ceiling' WHEN floor_pct IS NOT NULL THEN 'floor' ELSE 'fixed' END AS bound
    FROM terms_told
),
floors AS (
    SELECT region_code AS province_code, enterprise_class, topic, min(ratio_pct) AS lowest_pct, max(ratio_pct) AS highest_pct
    FROM bounds
    WHERE bound = 'floor' AND status = 'in_force' AND region_code LIKE '__0000'
    GROUP BY ALL
)
SELECT b.region_name, b.enterprise_class, b.status, b.bound, b.ratio_pct, b.gov_level,
       min(b.cap_yuan) AS lowest_cap_yuan, max(b.cap_yuan) AS highest_cap_yuan,
       any_value(f.lowest_pct) AS province_floor_pct, any_value(f.highest_pct) AS province_highest_floor_pct,
       b.ratio_pct < any_value(f.lowest_pct) AS is_below_floor,
       b.fiscal_year, min(b.page_number) AS page_number, b.file_name, b.instrument, b.topic, b.region_code, b.document_id
FROM bounds AS b
LEFT JOIN floors AS f
  ON f.province_code = left(b.region_code, 2) || '0000' AND b.region_code <> f.province_code
 AND f.enterprise_class IS NOT DISTINCT FROM b.enterprise_class AND f.topic IS NOT DISTINCT FROM b.topic
WHERE ($places IS NULL OR b.place IN $places)
  AND ($year IS NULL OR b.fiscal_year = $year)
  AND ($class IS NULL OR b.enterprise_class = $class)
  AND ($status IS NULL OR b.status = $status)
  AND ($topic IS NULL OR b.topic IN $topic)
GROUP BY b.region_name, b.enterprise_class, b.status, b.bound, b.ratio_pct, b.gov_level, b.fiscal_year, b.file_name,
         b.instrument, b.topic, b.region_code, b.document_id, b.status_order, b.class_order
ORDER BY b.status_order NULLS LAST, b.class_order NULLS LAST, b.region_code NULLS LAST, b.region_name, b.fiscal_year,
         b.instrument, b.bound, b.ratio_pct DESC, b.gov_level, b.file_name, b.document_id
