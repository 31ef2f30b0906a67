CREATE TEMP TABLE "_checked_t" AS
SELECT
  "order_id",
  "tracking",
  "customer_id",
  "amount",
  "status",
  "placed_at",
  "lines",
  "_source",
  "_record",
  "_fail0",
  CASE WHEN "_fail0" <> 0 THEN to_json(struct_pack("order_id" := "_raw_order_id", "tracking" := "_raw_tracking", "customer_id" := "_raw_customer_id", "amount" := "_raw_amount", "status" := "_raw_status", "placed_at" := "_raw_placed_at", "lines" := "_raw_lines")) END AS "_row"
FROM (
  SELECT
    *,
    CASE WHEN ("_raw_order_id" IS NULL)
        OR (NOT regexp_full_match("order_id", 'O-[0-9]+'))
        OR (("customer_id" IS NULL AND "_raw_customer_id" IS NOT NULL) OR (CAST("customer_id" AS VARCHAR) <> "_raw_customer_id" AND NOT regexp_full_match("_raw_customer_id", '[+-]?[0-9]+')))
        OR ("_raw_customer_id" IS NULL)
        OR (("amount" IS NULL AND "_raw_amount" IS NOT NULL) OR (CAST("amount" AS VARCHAR) <> "_raw_amount" AND NOT regexp_full_match("_raw_amount", '[+-]?([0-9]+([.][0-9]{0,2})?|[.][0-9]{1,2})')))
        OR ("amount" < CAST('0' AS DECIMAL(18,2)))
        OR (("placed_at" IS NULL AND "_raw_placed_at" IS NOT NULL) OR (NOT ("_raw_placed_at" >= '0' AND ("_raw_placed_at" LIKE '____-__-__T__:__:__Z' OR "_raw_placed_at" LIKE '____-__-__ __:__:__')) AND NOT regexp_full_match("_raw_placed_at", '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?( ?(Z|[+-][0-9]{2}(:?[0-9]{2})?))?')))
        OR ("_raw_lines" IS NOT NULL AND CASE WHEN json_valid(CAST("_raw_lines" AS VARCHAR)) THEN json_type(CAST("_raw_lines" AS VARCHAR)) <> 'ARRAY' ELSE true END)
        OR (len(list_filter(json_extract("lines", '$[*]'), lambda x0: coalesce(json_type(x0) <> 'NULL' AND (NOT (json_type(x0) IN ('OBJECT'))), false))) > 0)
        OR (len(list_filter(json_extract("lines", '$[*]'), lambda x0: coalesce(CASE WHEN json_type(x0) IN ('OBJECT') THEN x0 END IS NOT NULL AND (json_extract(CASE WHEN json_type(x0) IN ('OBJECT') THEN x0 END, '$."price"') IS NULL OR json_type(json_extract(CASE WHEN json_type(x0) IN ('OBJECT') THEN x0 END, '$."price"')) = 'NULL'), false))) > 0)
        OR (len(list_filter(json_extract("lines", '$[*]'), lambda x0: coalesce(json_type(json_extract(CASE WHEN json_type(x0) IN ('OBJECT') THEN x0 END, '$."price"')) <> 'NULL' AND (NOT (json_type(json_extract(CASE WHEN json_type(x0) IN ('OBJECT') THEN x0 END, '$."price"')) NOT IN ('VARCHAR', 'BOOLEAN', 'OBJECT', 'ARRAY'))), false))) > 0)
      THEN CASE WHEN "_raw_order_id" IS NULL THEN 1 ELSE 0 END
        | CASE WHEN NOT regexp_full_match("order_id", 'O-[0-9]+') THEN 2 ELSE 0 END
        | CASE WHEN ("customer_id" IS NULL AND "_raw_customer_id" IS NOT NULL) OR (CAST("customer_id" AS VARCHAR) <> "_raw_customer_id" AND NOT regexp_full_match("_raw_customer_id", '[+-]?[0-9]+')) THEN 4 ELSE 0 END
        | CASE WHEN "_raw_customer_id" IS NULL THEN 8 ELSE 0 END
        | CASE WHEN ("amount" IS NULL AND "_raw_amount" IS NOT NULL) OR (CAST("amount" AS VARCHAR) <> "_raw_amount" AND NOT regexp_full_match("_raw_amount", '[+-]?([0-9]+([.][0-9]{0,2})?|[.][0-9]{1,2})')) THEN 16 ELSE 0 END
        | CASE WHEN "amount" < CAST('0' AS DECIMAL(18,2)) THEN 32 ELSE 0 END
        | CASE WHEN ("placed_at" IS NULL AND "_raw_placed_at" IS NOT NULL) OR (NOT ("_raw_placed_at" >= '0' AND ("_raw_placed_at" LIKE '____-__-__T__:__:__Z' OR "_raw_placed_at" LIKE '____-__-__ __:__:__')) AND NOT regexp_full_match("_raw_placed_at", '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?( ?(Z|[+-][0-9]{2}(:?[0-9]{2})?))?')) THEN 64 ELSE 0 END
        | CASE WHEN "_raw_lines" IS NOT NULL AND CASE WHEN json_valid(CAST("_raw_lines" AS VARCHAR)) THEN json_type(CAST("_raw_lines" AS VARCHAR)) <> 'ARRAY' ELSE true END THEN 128 ELSE 0 END
        | CASE WHEN len(list_filter(json_extract("lines", '$[*]'), lambda x0: coalesce(json_type(x0) <> 'NULL' AND (NOT (json_type(x0) IN ('OBJECT'))), false))) > 0 THEN 256 ELSE 0 END
        | CASE WHEN len(list_filter(json_extract("lines", '$[*]'), lambda x0: coalesce(CASE WHEN json_type(x0) IN ('OBJECT') THEN x0 END IS NOT NULL AND (json_extract(CASE WHEN json_type(x0) IN ('OBJECT') THEN x0 END, '$."price"') IS NULL OR json_type(json_extract(CASE WHEN json_type(x0) IN ('OBJECT') THEN x0 END, '$."price"')) = 'NULL'), false))) > 0 THEN 512 ELSE 0 END
        | CASE WHEN len(list_filter(json_extract("lines", '$[*]'), lambda x0: coalesce(json_type(json_extract(CASE WHEN json_type(x0) IN ('OBJECT') THEN x0 END, '$."price"')) <> 'NULL' AND (NOT (json_type(json_extract(CASE WHEN json_type(x0) IN ('OBJECT') THEN x0 END, '$."price"')) NOT IN ('VARCHAR', 'BOOLEAN', 'OBJECT', 'ARRAY'))), false))) > 0 THEN 1024 ELSE 0 END
      ELSE 0 END::BIGINT AS "_fail0"
  FROM (
    SELECT
      m."order_id" AS "order_id",
      m."tracking" AS "tracking",
      TRY_CAST(m."customer_id" AS BIGINT) AS "customer_id",
      TRY_CAST(m."amount" AS DECIMAL(18,2)) AS "amount",
      m."status" AS "status",
      TRY_CAST(m."placed_at" AS TIMESTAMPTZ) AS "placed_at",
      CASE WHEN json_valid(CAST(m."lines" AS VARCHAR)) THEN CAST(m."lines" AS VARCHAR) END AS "lines",
      m."order_id" AS "_raw_order_id",
      m."tracking" AS "_raw_tracking",
      m."customer_id" AS "_raw_customer_id",
      m."amount" AS "_raw_amount",
      m."status" AS "_raw_status",
      m."placed_at" AS "_raw_placed_at",
      m."lines" AS "_raw_lines",
      m."_source",
      m."_record"
    FROM "source"."orders" m));

CREATE TEMP TABLE "_excluded_t" (rid BIGINT, rule INTEGER);

INSERT INTO "_excluded_t"
SELECT rid, 11
FROM (
  SELECT c.rowid AS rid, row_number() OVER (PARTITION BY "order_id" ORDER BY c.rowid) AS copy,
    count(DISTINCT hash("order_id", "tracking", "customer_id", "amount", "status", "placed_at", "lines")) OVER (PARTITION BY "order_id") AS variants
  FROM "_checked_t" c
  SEMI JOIN (SELECT hash("order_id") AS h FROM "_checked_t" WHERE ("_fail0" & 16351) = 0 AND "order_id" IS NOT NULL GROUP BY h HAVING count(*) > 1) d ON hash("order_id") = d.h
  WHERE ("_fail0" & 16351) = 0 AND "order_id" IS NOT NULL)
WHERE variants > 1 OR copy > 1;

INSERT INTO "_excluded_t"
SELECT rid, 12
FROM (
  SELECT c.rowid AS rid, row_number() OVER (PARTITION BY "tracking" ORDER BY c.rowid) AS copy,
    count(DISTINCT hash("order_id", "tracking", "customer_id", "amount", "status", "placed_at", "lines")) OVER (PARTITION BY "tracking") AS variants
  FROM "_checked_t" c
  SEMI JOIN (SELECT hash("tracking") AS h FROM "_checked_t" WHERE ("_fail0" & 16351) = 0 AND "tracking" IS NOT NULL GROUP BY h HAVING count(*) > 1) d ON hash("tracking") = d.h
  WHERE ("_fail0" & 16351) = 0 AND "tracking" IS NOT NULL)
WHERE variants > 1 OR copy > 1;

INSERT INTO "_excluded_t"
SELECT c.rowid, 13
FROM "_checked_t" c
ANTI JOIN "crm"."customers__customer" t ON CAST(c."customer_id" AS VARCHAR) = CAST(t."id" AS VARCHAR)
WHERE ("_fail0" & 16351) = 0 AND "customer_id" IS NOT NULL;

CREATE OR REPLACE TEMP TABLE "_new_t" AS
SELECT
  rowid AS rid,
  (md5_number_lower('sales.orders/t' || '|' || "order_id")::HUGEINT - 9223372036854775808)::BIGINT AS "_row_id"
FROM "_checked_t"
WHERE ("_fail0" & 16351) = 0;

SELECT
  count(*),
  count("order_id"),
  min("order_id")::VARCHAR,
  max("order_id")::VARCHAR
FROM "_checked_t" WHERE ("_fail0" & 16351) = 0;

CREATE OR REPLACE TEMP TABLE "_again_t" ("_row_id" BIGINT);

CREATE OR REPLACE TEMP TABLE "_again_t" AS
SELECT p."_row_id" FROM "_near_t" p SEMI JOIN "_new_t" n ON p."_row_id" = n."_row_id";

INSERT INTO "_excluded_t"
SELECT DISTINCT c.rid, 12
FROM "_previous_t" p
JOIN (
  SELECT n.rid, r."tracking"
  FROM "_checked_t" r JOIN "_new_t" n ON r.rowid = n.rid
  WHERE r."tracking" IS NOT NULL) c ON p."tracking" = c."tracking";

INSERT INTO "_excluded_t"
SELECT DISTINCT c.rid, 12
FROM "_previous_t" p
JOIN (
  SELECT n.rid, r."tracking"
  FROM "_checked_t" r JOIN "_new_t" n ON r.rowid = n.rid
  WHERE r."tracking" IS NOT NULL) c ON p."tracking" = c."tracking"
ANTI JOIN "_again_t" a ON p."_row_id" = a."_row_id";

UPDATE "_checked_t" SET "_fail0" = "_fail0" | x.b0
FROM (SELECT rid, bit_or(CASE rule WHEN 11 THEN 2048 WHEN 12 THEN 4096 WHEN 13 THEN 8192 ELSE 0 END::BIGINT) AS b0 FROM "_excluded_t" GROUP BY rid) x
WHERE "_checked_t".rowid = x.rid;

CREATE VIEW "_good_t" AS
SELECT
  c."order_id",
  c."tracking",
  c."customer_id",
  c."amount",
  c."status",
  c."placed_at",
  c."lines"
FROM "_checked_t" c
WHERE ("_fail0" & 16351) = 0;

CREATE VIEW "_placed_t" AS
SELECT
  c."order_id",
  c."tracking",
  c."customer_id",
  c."amount",
  c."status",
  c."placed_at",
  c."lines",
  c."_source" AS "_source",
  c."_record" AS "_record"
FROM "_checked_t" c
WHERE ("_fail0" & 16351) = 0;

SELECT count(*), count_if(("_fail0" & 16351) = 0) FROM "_checked_t";

SELECT
  count_if(("_fail0" & 1) <> 0),
  count_if(("_fail0" & 2) <> 0),
  count_if(("_fail0" & 4) <> 0),
  count_if(("_fail0" & 8) <> 0),
  count_if(("_fail0" & 16) <> 0),
  count_if(("_fail0" & 32) <> 0),
  count_if(("_fail0" & 64) <> 0),
  count_if(("_fail0" & 128) <> 0),
  count_if(("_fail0" & 256) <> 0),
  count_if(("_fail0" & 512) <> 0),
  count_if(("_fail0" & 1024) <> 0),
  count_if(("_fail0" & 2048) <> 0),
  count_if(("_fail0" & 4096) <> 0),
  count_if(("_fail0" & 8192) <> 0)
FROM "_checked_t"
WHERE "_fail0" <> 0;

CREATE VIEW "_after_t" AS
SELECT "order_id", "tracking", "customer_id", "amount", "status", "placed_at", "lines" FROM "_previous_t" p ANTI JOIN "_again_t" a ON p."_row_id" = a."_row_id"
UNION ALL
SELECT "order_id", "tracking", "customer_id", "amount", "status", "placed_at", "lines" FROM "_good_t";

SELECT
  count(*),
  coalesce(sum(hash("order_id", "tracking", "customer_id", "amount", "status", "placed_at", "lines")::HUGEINT), 0)::VARCHAR,
  max("placed_at")::TIMESTAMPTZ,
  count_if("status" IS NULL)
FROM "_good_t";

SELECT coalesce(sum(n - 1), 0)::BIGINT
FROM (SELECT count(*) AS n FROM "_good_t" WHERE "status" IS NOT NULL GROUP BY "status" HAVING count(*) > 1);

SELECT 't' AS object, CASE first WHEN 0 THEN 'required' WHEN 1 THEN 'pattern' WHEN 2 THEN 'type' WHEN 3 THEN 'required' WHEN 4 THEN 'type' WHEN 6 THEN 'type' WHEN 7 THEN 'type' WHEN 8 THEN 'type' WHEN 9 THEN 'required' WHEN 10 THEN 'type' WHEN 11 THEN 'key' WHEN 12 THEN 'unique' WHEN 13 THEN 'reference' END AS reason,
  CASE first WHEN 0 THEN 'order_id' WHEN 1 THEN 'order_id' WHEN 2 THEN 'customer_id' WHEN 3 THEN 'customer_id' WHEN 4 THEN 'amount' WHEN 6 THEN 'placed_at' WHEN 7 THEN 'lines' WHEN 8 THEN 'lines' WHEN 9 THEN 'lines' WHEN 10 THEN 'lines' WHEN 11 THEN 'order_id' WHEN 12 THEN 'tracking' WHEN 13 THEN 'customer_id' END AS "column", CASE first WHEN 0 THEN 'is present' WHEN 1 THEN 'matches O-[0-9]+' WHEN 2 THEN 'is integer' WHEN 3 THEN 'is present' WHEN 4 THEN 'is decimal(18,2)' WHEN 6 THEN 'is timestamp' WHEN 7 THEN 'is array' WHEN 8 THEN 'each item is object' WHEN 9 THEN 'each item price is present' WHEN 10 THEN 'each item price is decimal(18,6)' WHEN 11 THEN 'primary key is unique' WHEN 12 THEN 'is unique' WHEN 13 THEN 'refers to crm.customers/customer.id' END AS rule,
  CASE first WHEN 0 THEN row ->> '$."order_id"' WHEN 1 THEN row ->> '$."order_id"' WHEN 2 THEN row ->> '$."customer_id"' WHEN 3 THEN row ->> '$."customer_id"' WHEN 4 THEN row ->> '$."amount"' WHEN 6 THEN row ->> '$."placed_at"' WHEN 7 THEN row ->> '$."lines"' WHEN 8 THEN row ->> '$."lines"' WHEN 9 THEN row ->> '$."lines"' WHEN 10 THEN row ->> '$."lines"' WHEN 11 THEN row ->> '$."order_id"' WHEN 12 THEN CASE WHEN (row ->> '$."tracking"') IS NOT NULL THEN '(restricted)' END WHEN 13 THEN row ->> '$."customer_id"' END AS value, source, record, json_merge_patch(row, '{"tracking":"(restricted)"}')::VARCHAR AS row, key
FROM (
  SELECT CASE WHEN ("_fail0" & 1) <> 0 THEN 0 WHEN ("_fail0" & 2) <> 0 THEN 1 WHEN ("_fail0" & 4) <> 0 THEN 2 WHEN ("_fail0" & 8) <> 0 THEN 3 WHEN ("_fail0" & 16) <> 0 THEN 4 WHEN ("_fail0" & 64) <> 0 THEN 6 WHEN ("_fail0" & 128) <> 0 THEN 7 WHEN ("_fail0" & 256) <> 0 THEN 8 WHEN ("_fail0" & 512) <> 0 THEN 9 WHEN ("_fail0" & 1024) <> 0 THEN 10 WHEN ("_fail0" & 2048) <> 0 THEN 11 WHEN ("_fail0" & 4096) <> 0 THEN 12 WHEN ("_fail0" & 8192) <> 0 THEN 13 END AS first, c."_source" AS source, c."_record" AS record, CASE WHEN "order_id" IS NOT NULL THEN (md5_number_lower('sales.orders/t' || '|' || "order_id")::HUGEINT - 9223372036854775808)::BIGINT END AS key,
    coalesce(c."_row", to_json(struct_pack("order_id" := c."order_id", "tracking" := c."tracking", "customer_id" := c."customer_id", "amount" := c."amount", "status" := c."status", "placed_at" := c."placed_at", "lines" := c."lines"))) AS row
  FROM "_checked_t" c
  WHERE NOT (("_fail0" & 16351) = 0));

WITH a AS (SELECT *, row_number() OVER (PARTITION BY object, rule, source, row ORDER BY record) AS nth FROM _quarantine),
  b AS (SELECT *, row_number() OVER (PARTITION BY object, rule, source, row ORDER BY record) AS nth FROM _before WHERE state = 'open')
SELECT a.object, a.reason, a."column", a.rule, a.value, a.source, a.record, a.row, a.key, 'open' AS state,
  coalesce(b.opened_run, 'r000002') AS opened_run, NULL::VARCHAR AS closed_run
FROM a LEFT JOIN b ON a.object = b.object AND a.rule IS NOT DISTINCT FROM b.rule AND a.source IS NOT DISTINCT FROM b.source AND a.row = b.row AND a.nth = b.nth
UNION ALL
SELECT b.object, b.reason, b."column", b.rule, b.value, b.source, b.record, b.row, b.key, 'closed', b.opened_run, 'r000002' FROM b ANTI JOIN a ON a.object = b.object AND a.rule IS NOT DISTINCT FROM b.rule AND a.source IS NOT DISTINCT FROM b.source AND a.row = b.row AND a.nth = b.nth
UNION ALL
SELECT object, reason, "column", rule, value, source, record, row, key, state, opened_run, closed_run FROM _before WHERE state = 'closed';

WITH a AS (SELECT *, row_number() OVER (PARTITION BY object, rule, source, row ORDER BY record) AS nth FROM _quarantine),
  b AS (SELECT *, row_number() OVER (PARTITION BY object, rule, source, row ORDER BY record) AS nth FROM _before WHERE state = 'open'),
  left_a AS (SELECT a.*, row_number() OVER (PARTITION BY object, rule, row ORDER BY source, record) AS nth_of_row FROM a ANTI JOIN b ON a.object = b.object AND a.rule IS NOT DISTINCT FROM b.rule AND a.source IS NOT DISTINCT FROM b.source AND a.row = b.row AND a.nth = b.nth WHERE source IN ('in/b.csv') AND row <> '(withheld)'),
  left_b AS (SELECT b.*, row_number() OVER (PARTITION BY object, rule, row ORDER BY source, record) AS nth_of_row FROM b ANTI JOIN a ON a.object = b.object AND a.rule IS NOT DISTINCT FROM b.rule AND a.source IS NOT DISTINCT FROM b.source AND a.row = b.row AND a.nth = b.nth WHERE source IN ('in/a.csv')),
  moved AS (SELECT a.object, a.rule, a.source, a.row, a.nth, b.source AS was_source, b.nth AS was_nth, b.opened_run
    FROM left_a a JOIN left_b b ON a.object = b.object AND a.rule IS NOT DISTINCT FROM b.rule AND a.row = b.row
      AND a.nth_of_row = b.nth_of_row),
  known AS (SELECT object, rule, source, row, nth, opened_run FROM b
    UNION ALL SELECT object, rule, source, row, nth, opened_run FROM moved)
SELECT a.object, a.reason, a."column", a.rule, a.value, a.source, a.record, a.row, a.key, 'open' AS state,
  coalesce(b.opened_run, 'r000002') AS opened_run, NULL::VARCHAR AS closed_run
FROM a LEFT JOIN known b ON a.object = b.object AND a.rule IS NOT DISTINCT FROM b.rule AND a.source IS NOT DISTINCT FROM b.source AND a.row = b.row AND a.nth = b.nth
UNION ALL
SELECT b.object, b.reason, b."column", b.rule, b.value, b.source, b.record, b.row, b.key, 'closed', b.opened_run, 'r000002' FROM b ANTI JOIN a ON a.object = b.object AND a.rule IS NOT DISTINCT FROM b.rule AND a.source IS NOT DISTINCT FROM b.source AND a.row = b.row AND a.nth = b.nth ANTI JOIN moved m ON m.object = b.object AND m.rule IS NOT DISTINCT FROM b.rule AND m.was_source = b.source AND m.row = b.row AND m.was_nth = b.nth
UNION ALL
SELECT object, reason, "column", rule, value, source, record, row, key, state, opened_run, closed_run FROM _before WHERE state = 'closed';

SELECT object, reason, "column", rule, value, source, record, row, key, 'open' AS state, 'r000002' AS opened_run, NULL::VARCHAR AS closed_run FROM (SELECT object, reason, "column", rule, value, source, record, row, key FROM _quarantine)
UNION ALL
SELECT object, reason, "column", rule, value, source, record, row, key, CASE WHEN closes THEN 'closed' ELSE state END, opened_run,
  CASE WHEN closes THEN 'r000002' ELSE closed_run END
FROM (SELECT *, coalesce(state = 'open' AND ((object = 't' AND key IN (SELECT "_row_id" FROM "_new_t"))), false) AS closes FROM _before);
