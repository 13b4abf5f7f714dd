-- info: other documents on the same city, year and programme.
WITH compared AS (
    SELECT document_id, other_id, count(*) AS figures, count(*) FILTER (WHERE is_other) AS differing
    FROM figures_paired
    WHERE relation = 'twin'
    GROUP BY document_id, other_id
),
pairs AS (
    SELECT a.document_id, b.file_name, b.document_id AS other_id,
           coalesce(c.figures, 0) AS figures, coalesce(c.differing, 0) AS differing
    FROM twin_documents AS a
    JOIN twin_documents AS b
      ON a.region_code = b.region_code AND a.fiscal_year = b.fiscal_year AND a.programme = b.programme
     AND a.document_id <> b.document_id
    LEFT JOIN compared AS c ON c.document_id = a.document_id AND c.other_id = b.document_id
)
SELECT d.document_id, 'published_twice' AS "check", 'info' AS severity,
       NULL AS table_id, NULL AS page_number, NULL AS row_index, NULL AS place_text,
       coalesce(d.program_name, d.title) AS printed, NULL AS recomputed, NULL AS tolerance,
       format('{}与其他文件属同一地区、同一年度、同一项目，汇总时勿重复计算：{}', d.file_name,
              string_agg(
                  format('{}（可比数值{}个，不一致{}个）', p.file_name, p.figures, p.differing), '、'
                  ORDER BY p.file_name, p.other_id
              )) AS message
FROM pairs AS p
JOIN documents AS d USING (document_id)
GROUP BY d.document_id, d.file_name, d.program_name, d.title
