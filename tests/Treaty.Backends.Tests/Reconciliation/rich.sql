-- zone.revenue/order_payment: side a, sales.orders/order_placed, one line a row
CREATE OR REPLACE TEMP VIEW "p_rows_a" AS
SELECT
  _row_id AS row_id,
  CAST("key" AS VARCHAR) AS _treaty_key,
  CASE WHEN _treaty_key >= '\' AND substr(_treaty_key, 1, 1) IN ('\', '∅', '§') THEN '\' || _treaty_key ELSE COALESCE(_treaty_key, '∅a:' || _row_id) END AS group_key,
  CAST("deposit" AS VARCHAR) AS key_3,
  CAST("day" AS DATE) AS business_date,
  COALESCE(CAST("currency" AS VARCHAR), '') AS currency,
  CAST("status" AS VARCHAR) AS status,
  COALESCE(CAST("amount" AS DECIMAL(38, 2)), 0) AS "value_amount",
  COALESCE((status <> 'cancelled'), false) AS "value_counted",
  CAST("channel" AS VARCHAR) AS "attribute_channel"
FROM "side_a";

-- zone.revenue/order_payment: side b, payments.settlements/payment_captured, one line a row
CREATE OR REPLACE TEMP VIEW "p_rows_b" AS
SELECT
  _row_id AS row_id,
  CAST("key" AS VARCHAR) AS _treaty_key,
  CASE WHEN _treaty_key >= '\' AND substr(_treaty_key, 1, 1) IN ('\', '∅', '§') THEN '\' || _treaty_key ELSE COALESCE(_treaty_key, '∅b:' || _row_id) END AS group_key,
  CAST("deposit" AS VARCHAR) AS key_3,
  replace(replace(CAST("key" AS VARCHAR), '\', '\\'), '|', '\|') || '|' || replace(replace(CAST("amount" AS VARCHAR), '\', '\\'), '|', '\|') || '|' || replace(replace(CAST("deposit" AS VARCHAR), '\', '\\'), '|', '\|') AS copy_key,
  CAST("day" AS DATE) AS business_date,
  COALESCE(CAST("currency" AS VARCHAR), '') AS currency,
  CAST("status" AS VARCHAR) AS status,
  COALESCE(CAST("amount" AS DECIMAL(38, 2)), 0) AS "value_amount",
  COALESCE((status <> 'cancelled'), false) AS "value_counted",
  CAST("channel" AS VARCHAR) AS "attribute_channel"
FROM "side_b";

-- zone.revenue/order_payment: rows of side b beyond the first of their identity, by date and row
CREATE OR REPLACE TEMP TABLE "p_copies_b" AS
SELECT *
FROM (
  SELECT *, first_value(row_id) OVER (PARTITION BY copy_key ORDER BY business_date NULLS LAST, row_id) AS keeper
  FROM "p_rows_b"
  WHERE copy_key IN (SELECT copy_key FROM "p_rows_b" WHERE copy_key IS NOT NULL GROUP BY copy_key HAVING count(*) > 1)
)
WHERE row_id <> keeper;

-- zone.revenue/order_payment: rows of side b to be matched, each with what its copies add
CREATE OR REPLACE TEMP VIEW "p_kept_b" AS
SELECT
  r.*,
  COALESCE(c.copies, 0) AS copies,
  COALESCE(c."value_copies", 0) AS "value_copies"
FROM "p_rows_b" AS r
ANTI JOIN "p_copies_b" AS d ON d.row_id = r.row_id
LEFT JOIN (
  SELECT
    keeper,
    count(*) AS copies,
    COALESCE(sum("value_amount") FILTER ("value_counted"), 0) AS "value_copies"
  FROM "p_copies_b"
  GROUP BY keeper
) AS c ON c.keeper = r.row_id;

-- zone.revenue/order_payment: keys with several open rows of side a before pass 1
CREATE OR REPLACE TEMP TABLE "p_several_1_a" AS
SELECT group_key AS key
FROM "p_rows_a"
WHERE group_key IS NOT NULL
GROUP BY group_key
HAVING count(*) > 1;

-- zone.revenue/order_payment: keys with several open rows of side b before pass 1
CREATE OR REPLACE TEMP TABLE "p_several_1_b" AS
SELECT group_key AS key
FROM "p_kept_b"
WHERE group_key IS NOT NULL
GROUP BY group_key
HAVING count(*) > 1;

-- zone.revenue/order_payment: groups matched from pass 1 on by the key
CREATE OR REPLACE TEMP TABLE "p_matched_1" AS
SELECT *
FROM (
  SELECT
    a.key AS key,
    a.key AS group_key,
    CASE WHEN a.rows = 1 AND b.rows - b.surplus = 1 AND a."value" = b."value_kept" THEN 'key' WHEN a.rows = 1 AND b.rows - b.surplus = 1 AND (abs(b."value_kept" - a."value") <= 0.02 OR (abs(b."value_kept" - a."value") - 0.01) * 10000 < 5 * abs(a."value")) THEN 'key-tolerance' END AS proof,
    a."first_row" AS "first_row_a",
    COALESCE(a."rows", 0) AS "rows_a",
    a."date" AS "date_a",
    a."currency" AS "currency_a",
    a."currencies" AS "currencies_a",
    a."status" AS "status_a",
    COALESCE(a."value", 0) AS "value_a",
    COALESCE(a."value_counted", false) AS "value_counted_a",
    a."attribute_channel" AS "attribute_channel_a",
    b."first_row" AS "first_row_b",
    COALESCE(b."rows", 0) AS "rows_b",
    COALESCE(b."surplus", 0) AS "surplus_b",
    b."date" AS "date_b",
    b."currency" AS "currency_b",
    b."currencies" AS "currencies_b",
    b."status" AS "status_b",
    COALESCE(b."value", 0) AS "value_b",
    COALESCE(b."value_kept", 0) AS "value_kept_b",
    COALESCE(b."value_counted", false) AS "value_counted_b",
    b."attribute_channel" AS "attribute_channel_b"
  FROM (
    SELECT
      group_key AS key,
      "row_id" AS "first_row",
      CAST(1 AS BIGINT) AS "rows",
      "business_date" AS "date",
      "currency" AS "currency",
      currency AS "currencies",
      "status" AS "status",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS "value",
      "value_counted" AS "value_counted",
      "attribute_channel" AS "attribute_channel"
    FROM "p_rows_a" AS r
    ANTI JOIN "p_several_1_a" AS s ON s.key = r.group_key
    WHERE group_key IS NOT NULL
    UNION ALL
    SELECT
      key,
      "first"."row_id" AS "first_row",
      "rows",
      "first"."business_date" AS "date",
      "first"."currency" AS "currency",
      "currencies",
      "first"."status" AS "status",
      "value",
      "value_counted",
      "first"."attribute_channel" AS "attribute_channel"
    FROM (
      SELECT
        group_key AS key,
        min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, 'business_date': "business_date", 'currency': "currency", 'status': "status", 'attribute_channel': "attribute_channel"}) AS "first",
        count(*) AS "rows",
        CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END AS "currencies",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value",
        bool_or("value_counted") AS "value_counted"
      FROM "p_rows_a" AS r
      SEMI JOIN "p_several_1_a" AS s ON s.key = r.group_key
      GROUP BY group_key
    )
  ) AS a
  JOIN (
    SELECT
      group_key AS key,
      "row_id" AS "first_row",
      1 + copies AS "rows",
      copies AS "surplus",
      "business_date" AS "date",
      "currency" AS "currency",
      currency AS "currencies",
      "status" AS "status",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END + "value_copies" AS "value",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS "value_kept",
      "value_counted" AS "value_counted",
      "attribute_channel" AS "attribute_channel"
    FROM "p_kept_b" AS r
    ANTI JOIN "p_several_1_b" AS s ON s.key = r.group_key
    WHERE group_key IS NOT NULL
    UNION ALL
    SELECT
      key,
      "first"."row_id" AS "first_row",
      "rows",
      "surplus",
      "first"."business_date" AS "date",
      "first"."currency" AS "currency",
      "currencies",
      "first"."status" AS "status",
      "value",
      "value_kept",
      "value_counted",
      "first"."attribute_channel" AS "attribute_channel"
    FROM (
      SELECT
        group_key AS key,
        min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, 'business_date': "business_date", 'currency': "currency", 'status': "status", 'attribute_channel': "attribute_channel"}) AS "first",
        CAST(count(*) + sum(copies) AS BIGINT) AS "rows",
        CAST(sum(copies) AS BIGINT) AS "surplus",
        CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END AS "currencies",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END + "value_copies") AS "value",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value_kept",
        bool_or("value_counted") AS "value_counted"
      FROM "p_kept_b" AS r
      SEMI JOIN "p_several_1_b" AS s ON s.key = r.group_key
      GROUP BY group_key
    )
  ) AS b ON a.key = b.key
)
WHERE proof IS NOT NULL;

-- zone.revenue/order_payment: rows of side a still open after that
CREATE OR REPLACE TEMP TABLE "p_open_1_a" AS
SELECT r.*
FROM "p_rows_a" AS r
ANTI JOIN "p_matched_1" AS m ON m.key = r.group_key;

-- zone.revenue/order_payment: rows of side b still open after that
CREATE OR REPLACE TEMP TABLE "p_open_1_b" AS
SELECT r.*
FROM "p_kept_b" AS r
ANTI JOIN "p_matched_1" AS m ON m.key = r.group_key;

-- zone.revenue/order_payment: keys with several open rows of side a before pass 3
CREATE OR REPLACE TEMP TABLE "p_several_3_a" AS
SELECT key_3 AS key
FROM "p_open_1_a"
WHERE key_3 IS NOT NULL
GROUP BY key_3
HAVING count(*) > 1;

-- zone.revenue/order_payment: keys with several open rows of side b before pass 3
CREATE OR REPLACE TEMP TABLE "p_several_3_b" AS
SELECT key_3 AS key
FROM "p_open_1_b"
WHERE key_3 IS NOT NULL
GROUP BY key_3
HAVING count(*) > 1;

-- zone.revenue/order_payment: groups matched from pass 3 on by its own key
CREATE OR REPLACE TEMP TABLE "p_matched_3" AS
SELECT *
FROM (
  SELECT
    a.key AS key,
    '§3:' || a.key AS group_key,
    CASE WHEN a.currencies = a.currency AND b.currencies = b.currency AND a."value" = b."value_kept" THEN 'group-sum' END AS proof,
    a."first_row" AS "first_row_a",
    COALESCE(a."rows", 0) AS "rows_a",
    a."date" AS "date_a",
    a."currency" AS "currency_a",
    a."currencies" AS "currencies_a",
    a."status" AS "status_a",
    COALESCE(a."value", 0) AS "value_a",
    COALESCE(a."value_counted", false) AS "value_counted_a",
    a."attribute_channel" AS "attribute_channel_a",
    b."first_row" AS "first_row_b",
    COALESCE(b."rows", 0) AS "rows_b",
    COALESCE(b."surplus", 0) AS "surplus_b",
    b."date" AS "date_b",
    b."currency" AS "currency_b",
    b."currencies" AS "currencies_b",
    b."status" AS "status_b",
    COALESCE(b."value", 0) AS "value_b",
    COALESCE(b."value_kept", 0) AS "value_kept_b",
    COALESCE(b."value_counted", false) AS "value_counted_b",
    b."attribute_channel" AS "attribute_channel_b"
  FROM (
    SELECT
      key_3 AS key,
      "row_id" AS "first_row",
      CAST(1 AS BIGINT) AS "rows",
      "business_date" AS "date",
      "currency" AS "currency",
      currency AS "currencies",
      "status" AS "status",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS "value",
      "value_counted" AS "value_counted",
      "attribute_channel" AS "attribute_channel"
    FROM "p_open_1_a" AS r
    ANTI JOIN "p_several_3_a" AS s ON s.key = r.key_3
    WHERE key_3 IS NOT NULL
    UNION ALL
    SELECT
      key,
      "first"."row_id" AS "first_row",
      "rows",
      "first"."business_date" AS "date",
      "first"."currency" AS "currency",
      "currencies",
      "first"."status" AS "status",
      "value",
      "value_counted",
      "first"."attribute_channel" AS "attribute_channel"
    FROM (
      SELECT
        key_3 AS key,
        min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, 'business_date': "business_date", 'currency': "currency", 'status': "status", 'attribute_channel': "attribute_channel"}) AS "first",
        count(*) AS "rows",
        CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END AS "currencies",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value",
        bool_or("value_counted") AS "value_counted"
      FROM "p_open_1_a" AS r
      SEMI JOIN "p_several_3_a" AS s ON s.key = r.key_3
      GROUP BY key_3
    )
  ) AS a
  JOIN (
    SELECT
      key_3 AS key,
      "row_id" AS "first_row",
      1 + copies AS "rows",
      copies AS "surplus",
      "business_date" AS "date",
      "currency" AS "currency",
      currency AS "currencies",
      "status" AS "status",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END + "value_copies" AS "value",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS "value_kept",
      "value_counted" AS "value_counted",
      "attribute_channel" AS "attribute_channel"
    FROM "p_open_1_b" AS r
    ANTI JOIN "p_several_3_b" AS s ON s.key = r.key_3
    WHERE key_3 IS NOT NULL
    UNION ALL
    SELECT
      key,
      "first"."row_id" AS "first_row",
      "rows",
      "surplus",
      "first"."business_date" AS "date",
      "first"."currency" AS "currency",
      "currencies",
      "first"."status" AS "status",
      "value",
      "value_kept",
      "value_counted",
      "first"."attribute_channel" AS "attribute_channel"
    FROM (
      SELECT
        key_3 AS key,
        min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, 'business_date': "business_date", 'currency': "currency", 'status': "status", 'attribute_channel': "attribute_channel"}) AS "first",
        CAST(count(*) + sum(copies) AS BIGINT) AS "rows",
        CAST(sum(copies) AS BIGINT) AS "surplus",
        CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END AS "currencies",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END + "value_copies") AS "value",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value_kept",
        bool_or("value_counted") AS "value_counted"
      FROM "p_open_1_b" AS r
      SEMI JOIN "p_several_3_b" AS s ON s.key = r.key_3
      GROUP BY key_3
    )
  ) AS b ON a.key = b.key
)
WHERE proof IS NOT NULL;

-- zone.revenue/order_payment: rows of side a still open after that
CREATE OR REPLACE TEMP TABLE "p_open_3_a" AS
SELECT r.*
FROM "p_open_1_a" AS r
ANTI JOIN "p_matched_3" AS m ON m.key = r.key_3;

-- zone.revenue/order_payment: rows of side b still open after that
CREATE OR REPLACE TEMP TABLE "p_open_3_b" AS
SELECT r.*
FROM "p_open_1_b" AS r
ANTI JOIN "p_matched_3" AS m ON m.key = r.key_3;

-- zone.revenue/order_payment: keys with several open rows of side a before pass 4
CREATE OR REPLACE TEMP TABLE "p_several_4_a" AS
SELECT group_key AS key
FROM "p_open_3_a"
WHERE group_key IS NOT NULL
GROUP BY group_key
HAVING count(*) > 1;

-- zone.revenue/order_payment: keys with several open rows of side b before pass 4
CREATE OR REPLACE TEMP TABLE "p_several_4_b" AS
SELECT group_key AS key
FROM "p_open_3_b"
WHERE group_key IS NOT NULL
GROUP BY group_key
HAVING count(*) > 1;

-- zone.revenue/order_payment: groups of all rows that are left, by the key, and whether they agree
CREATE OR REPLACE TEMP TABLE "p_joined" AS
SELECT
  group_key,
  proof,
  first_row_a,
  first_row_b,
  date_a,
  date_b,
  currency_a AS currency,
  status_a,
  status_b,
  TRY_CAST("value_a" AS DECIMAL(18,2)) AS "value_amount",
  NOT COALESCE(first_row_a IS NULL OR first_row_b IS NULL OR surplus_b > 0 OR "value_a" <> "value_kept_b" OR (status_a IS DISTINCT FROM status_b AND NOT COALESCE(CASE status_a WHEN 'open' THEN status_b IN ('authorised') WHEN 'paid' THEN status_b IN ('captured') END, false)) OR currencies_a <> currencies_b OR date_trunc('month', date_a) IS DISTINCT FROM date_trunc('month', date_b) OR "attribute_channel_a" IS DISTINCT FROM "attribute_channel_b" OR rows_a <> 1 OR NOT "value_counted_a" OR rows_b <> 1 OR NOT "value_counted_b" OR abs("value_a") > 9999999999999999.99, false) AS agrees
FROM (
  SELECT
    COALESCE(a.key, b.key) AS group_key,
    CASE WHEN a.currencies = a.currency AND b.currencies = b.currency AND a."value" = b."value_kept" THEN 'group-sum' WHEN a.key IS NULL OR b.key IS NULL THEN 'none' ELSE 'key' END AS proof,
    a."first_row" AS "first_row_a",
    COALESCE(a."rows", 0) AS "rows_a",
    a."date" AS "date_a",
    a."currency" AS "currency_a",
    a."currencies" AS "currencies_a",
    a."status" AS "status_a",
    COALESCE(a."value", 0) AS "value_a",
    COALESCE(a."value_counted", false) AS "value_counted_a",
    a."attribute_channel" AS "attribute_channel_a",
    b."first_row" AS "first_row_b",
    COALESCE(b."rows", 0) AS "rows_b",
    COALESCE(b."surplus", 0) AS "surplus_b",
    b."date" AS "date_b",
    b."currency" AS "currency_b",
    b."currencies" AS "currencies_b",
    b."status" AS "status_b",
    COALESCE(b."value", 0) AS "value_b",
    COALESCE(b."value_kept", 0) AS "value_kept_b",
    COALESCE(b."value_counted", false) AS "value_counted_b",
    b."attribute_channel" AS "attribute_channel_b"
  FROM (
    SELECT
      group_key AS key,
      "row_id" AS "first_row",
      CAST(1 AS BIGINT) AS "rows",
      "business_date" AS "date",
      "currency" AS "currency",
      currency AS "currencies",
      "status" AS "status",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS "value",
      "value_counted" AS "value_counted",
      "attribute_channel" AS "attribute_channel"
    FROM "p_open_3_a" AS r
    ANTI JOIN "p_several_4_a" AS s ON s.key = r.group_key
    WHERE group_key IS NOT NULL
    UNION ALL
    SELECT
      key,
      "first"."row_id" AS "first_row",
      "rows",
      "first"."business_date" AS "date",
      "first"."currency" AS "currency",
      "currencies",
      "first"."status" AS "status",
      "value",
      "value_counted",
      "first"."attribute_channel" AS "attribute_channel"
    FROM (
      SELECT
        group_key AS key,
        min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, 'business_date': "business_date", 'currency': "currency", 'status': "status", 'attribute_channel': "attribute_channel"}) AS "first",
        count(*) AS "rows",
        CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END AS "currencies",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value",
        bool_or("value_counted") AS "value_counted"
      FROM "p_open_3_a" AS r
      SEMI JOIN "p_several_4_a" AS s ON s.key = r.group_key
      GROUP BY group_key
    )
  ) AS a
  FULL JOIN (
    SELECT
      group_key AS key,
      "row_id" AS "first_row",
      1 + copies AS "rows",
      copies AS "surplus",
      "business_date" AS "date",
      "currency" AS "currency",
      currency AS "currencies",
      "status" AS "status",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END + "value_copies" AS "value",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS "value_kept",
      "value_counted" AS "value_counted",
      "attribute_channel" AS "attribute_channel"
    FROM "p_open_3_b" AS r
    ANTI JOIN "p_several_4_b" AS s ON s.key = r.group_key
    WHERE group_key IS NOT NULL
    UNION ALL
    SELECT
      key,
      "first"."row_id" AS "first_row",
      "rows",
      "surplus",
      "first"."business_date" AS "date",
      "first"."currency" AS "currency",
      "currencies",
      "first"."status" AS "status",
      "value",
      "value_kept",
      "value_counted",
      "first"."attribute_channel" AS "attribute_channel"
    FROM (
      SELECT
        group_key AS key,
        min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, 'business_date': "business_date", 'currency': "currency", 'status': "status", 'attribute_channel': "attribute_channel"}) AS "first",
        CAST(count(*) + sum(copies) AS BIGINT) AS "rows",
        CAST(sum(copies) AS BIGINT) AS "surplus",
        CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END AS "currencies",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END + "value_copies") AS "value",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value_kept",
        bool_or("value_counted") AS "value_counted"
      FROM "p_open_3_b" AS r
      SEMI JOIN "p_several_4_b" AS s ON s.key = r.group_key
      GROUP BY group_key
    )
  ) AS b ON a.key = b.key
);

-- zone.revenue/order_payment: groups of one row a side that agree
CREATE OR REPLACE TEMP VIEW "p_agreed" AS
SELECT
  group_key,
  proof,
  first_row_a,
  first_row_b,
  date_a,
  date_b,
  currency_a AS currency,
  status_a,
  status_b,
  CAST("value_a" AS DECIMAL(18,2)) AS "value_amount"
FROM (
  SELECT * EXCLUDE (key) FROM "p_matched_1"
  UNION ALL
  SELECT * EXCLUDE (key) FROM "p_matched_3"
)
WHERE NOT COALESCE(
  first_row_a IS NULL
  OR first_row_b IS NULL
  OR surplus_b > 0
  OR "value_a" <> "value_kept_b"
  OR (status_a IS DISTINCT FROM status_b AND NOT COALESCE(CASE status_a WHEN 'open' THEN status_b IN ('authorised') WHEN 'paid' THEN status_b IN ('captured') END, false))
  OR currencies_a <> currencies_b
  OR date_trunc('month', date_a) IS DISTINCT FROM date_trunc('month', date_b)
  OR "attribute_channel_a" IS DISTINCT FROM "attribute_channel_b"
  OR rows_a <> 1
  OR NOT "value_counted_a"
  OR rows_b <> 1
  OR NOT "value_counted_b"
  OR abs("value_a") > 9999999999999999.99
, false)
UNION ALL
SELECT * EXCLUDE (agrees)
FROM "p_joined"
WHERE agrees;

-- zone.revenue/order_payment: rows of side a in groups that do not agree
CREATE OR REPLACE TEMP VIEW "p_aside_a" AS
SELECT first_row_a AS row_id
FROM "p_joined"
WHERE NOT agrees AND first_row_a IS NOT NULL;

-- zone.revenue/order_payment: rows of side b in groups that do not agree
CREATE OR REPLACE TEMP VIEW "p_aside_b" AS
SELECT first_row_b AS row_id
FROM "p_joined"
WHERE NOT agrees AND first_row_b IS NOT NULL;

-- zone.revenue/order_payment: keys of groups that do not agree
CREATE OR REPLACE TEMP TABLE "p_left_keys" AS
SELECT r.group_key AS key
FROM "p_open_3_a" AS r
SEMI JOIN "p_aside_a" AS s ON s.row_id = r.row_id
UNION
SELECT r.group_key AS key
FROM "p_open_3_b" AS r
SEMI JOIN "p_aside_b" AS s ON s.row_id = r.row_id;

-- zone.revenue/order_payment: rows of side a in groups that do not agree, whole
CREATE OR REPLACE TEMP TABLE "p_left_a" AS
SELECT r.*
FROM "p_open_3_a" AS r
SEMI JOIN "p_left_keys" AS k ON k.key = r.group_key;

-- zone.revenue/order_payment: rows of side b in groups that do not agree, whole
CREATE OR REPLACE TEMP TABLE "p_left_b" AS
SELECT r.*
FROM "p_open_3_b" AS r
SEMI JOIN "p_left_keys" AS k ON k.key = r.group_key;

-- zone.revenue/order_payment: groups of the rows of groups that do not agree, by the key
CREATE OR REPLACE TEMP TABLE "p_rest" AS
SELECT
  COALESCE(a.key, b.key) AS group_key,
  CASE WHEN a.currencies = a.currency AND b.currencies = b.currency AND a."value" = b."value_kept" THEN 'group-sum' WHEN a.key IS NULL OR b.key IS NULL THEN 'none' ELSE 'key' END AS proof,
  a."first_row" AS "first_row_a",
  COALESCE(a."rows", 0) AS "rows_a",
  a."date" AS "date_a",
  a."currency" AS "currency_a",
  a."currencies" AS "currencies_a",
  a."status" AS "status_a",
  COALESCE(a."value", 0) AS "value_a",
  COALESCE(a."value_counted", false) AS "value_counted_a",
  a."attribute_channel" AS "attribute_channel_a",
  b."first_row" AS "first_row_b",
  COALESCE(b."rows", 0) AS "rows_b",
  COALESCE(b."surplus", 0) AS "surplus_b",
  b."date" AS "date_b",
  b."currency" AS "currency_b",
  b."currencies" AS "currencies_b",
  b."status" AS "status_b",
  COALESCE(b."value", 0) AS "value_b",
  COALESCE(b."value_kept", 0) AS "value_kept_b",
  COALESCE(b."value_counted", false) AS "value_counted_b",
  b."attribute_channel" AS "attribute_channel_b"
FROM (
  SELECT
    group_key AS key,
    "row_id" AS "first_row",
    CAST(1 AS BIGINT) AS "rows",
    "business_date" AS "date",
    "currency" AS "currency",
    currency AS "currencies",
    "status" AS "status",
    CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS "value",
    "value_counted" AS "value_counted",
    "attribute_channel" AS "attribute_channel"
  FROM "p_left_a" AS r
  ANTI JOIN "p_several_4_a" AS s ON s.key = r.group_key
  WHERE group_key IS NOT NULL
  UNION ALL
  SELECT
    key,
    "first"."row_id" AS "first_row",
    "rows",
    "first"."business_date" AS "date",
    "first"."currency" AS "currency",
    "currencies",
    "first"."status" AS "status",
    "value",
    "value_counted",
    "first"."attribute_channel" AS "attribute_channel"
  FROM (
    SELECT
      group_key AS key,
      min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, 'business_date': "business_date", 'currency': "currency", 'status': "status", 'attribute_channel': "attribute_channel"}) AS "first",
      count(*) AS "rows",
      CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END AS "currencies",
      sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value",
      bool_or("value_counted") AS "value_counted"
    FROM "p_left_a" AS r
    SEMI JOIN "p_several_4_a" AS s ON s.key = r.group_key
    GROUP BY group_key
  )
) AS a
FULL JOIN (
  SELECT
    group_key AS key,
    "row_id" AS "first_row",
    1 + copies AS "rows",
    copies AS "surplus",
    "business_date" AS "date",
    "currency" AS "currency",
    currency AS "currencies",
    "status" AS "status",
    CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END + "value_copies" AS "value",
    CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS "value_kept",
    "value_counted" AS "value_counted",
    "attribute_channel" AS "attribute_channel"
  FROM "p_left_b" AS r
  ANTI JOIN "p_several_4_b" AS s ON s.key = r.group_key
  WHERE group_key IS NOT NULL
  UNION ALL
  SELECT
    key,
    "first"."row_id" AS "first_row",
    "rows",
    "surplus",
    "first"."business_date" AS "date",
    "first"."currency" AS "currency",
    "currencies",
    "first"."status" AS "status",
    "value",
    "value_kept",
    "value_counted",
    "first"."attribute_channel" AS "attribute_channel"
  FROM (
    SELECT
      group_key AS key,
      min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, 'business_date': "business_date", 'currency': "currency", 'status': "status", 'attribute_channel': "attribute_channel"}) AS "first",
      CAST(count(*) + sum(copies) AS BIGINT) AS "rows",
      CAST(sum(copies) AS BIGINT) AS "surplus",
      CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END AS "currencies",
      sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END + "value_copies") AS "value",
      sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value_kept",
      bool_or("value_counted") AS "value_counted"
    FROM "p_left_b" AS r
    SEMI JOIN "p_several_4_b" AS s ON s.key = r.group_key
    GROUP BY group_key
  )
) AS b ON a.key = b.key;

-- zone.revenue/order_payment: all groups, with what each side knows of them
CREATE OR REPLACE TEMP VIEW "p_aligned" AS
SELECT * EXCLUDE (key) FROM "p_matched_1"
UNION ALL
SELECT * EXCLUDE (key) FROM "p_matched_3"
UNION ALL
SELECT * FROM "p_rest";

-- zone.revenue/order_payment: the group of each row of side a that is not a copy and whose group may not say it
CREATE OR REPLACE TEMP VIEW "p_placed_a" AS
SELECT
  m.group_key,
  r.row_id,
  r.business_date,
  r.currency,
  r.status,
  r."value_amount",
  r."value_counted"
FROM "p_rows_a" AS r
JOIN "p_matched_1" AS m ON m.key = r.group_key
UNION ALL
SELECT
  m.group_key,
  r.row_id,
  r.business_date,
  r.currency,
  r.status,
  r."value_amount",
  r."value_counted"
FROM "p_open_1_a" AS r
JOIN "p_matched_3" AS m ON m.key = r.key_3
UNION ALL
SELECT
  r.group_key,
  r.row_id,
  r.business_date,
  r.currency,
  r.status,
  r."value_amount",
  r."value_counted"
FROM "p_left_a" AS r;

-- zone.revenue/order_payment: the group of each row of side b that is not a copy and whose group may not say it
CREATE OR REPLACE TEMP VIEW "p_placed_b" AS
SELECT
  m.group_key,
  r.row_id,
  r.business_date,
  r.currency,
  r.status,
  r."value_amount",
  r."value_counted"
FROM "p_kept_b" AS r
JOIN "p_matched_1" AS m ON m.key = r.group_key
UNION ALL
SELECT
  m.group_key,
  r.row_id,
  r.business_date,
  r.currency,
  r.status,
  r."value_amount",
  r."value_counted"
FROM "p_open_1_b" AS r
JOIN "p_matched_3" AS m ON m.key = r.key_3
UNION ALL
SELECT
  r.group_key,
  r.row_id,
  r.business_date,
  r.currency,
  r.status,
  r."value_amount",
  r."value_counted"
FROM "p_left_b" AS r;

-- zone.revenue/order_payment: groups of several rows and currencies: what has another currency on the other side
CREATE OR REPLACE TEMP TABLE "p_relabelled" AS
SELECT
  group_key AS of_group,
  greatest(sum(abs(a)) FILTER (NOT on_b), sum(abs(b)) FILTER (NOT on_a), least(COALESCE(sum(b - a) FILTER (b > a), 0), COALESCE(sum(a - b) FILTER (a > b), 0)), 0) AS stake,
  bool_or(b > a) AND bool_or(a > b) AS moved
FROM (
  SELECT group_key, currency, bool_or(side = 'a') AS on_a, bool_or(side = 'b') AS on_b,
    COALESCE(sum(amount) FILTER (side = 'a'), 0) AS a, COALESCE(sum(amount) FILTER (side = 'b'), 0) AS b
  FROM (
    SELECT 'a' AS side, group_key, currency,
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS amount
    FROM "p_placed_a"
    WHERE group_key IN (
      SELECT group_key FROM "p_aligned" WHERE (rows_a > 1 OR rows_b > 1) AND (currencies_a <> currencies_b OR contains(currencies_a, '+') AND contains(currencies_b, '+'))
    )
    UNION ALL SELECT 'b' AS side, group_key, currency,
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS amount
    FROM "p_placed_b"
    WHERE group_key IN (
      SELECT group_key FROM "p_aligned" WHERE (rows_a > 1 OR rows_b > 1) AND (currencies_a <> currencies_b OR contains(currencies_a, '+') AND contains(currencies_b, '+'))
    )
  )
  GROUP BY group_key, currency
)
GROUP BY group_key;

-- zone.revenue/order_payment: no pass proposes anything
CREATE OR REPLACE TEMP TABLE "p_proposals" (
  proposal_id VARCHAR,
  comparison VARCHAR,
  pass BIGINT,
  reason VARCHAR,
  group_key_a VARCHAR,
  group_key_b VARCHAR,
  row_a BIGINT,
  row_b BIGINT,
  amount_a DECIMAL(38,2),
  amount_b DECIMAL(38,2),
  currency VARCHAR,
  date_a DATE,
  date_b DATE,
  chance DECIMAL(18,6),
  likeness DECIMAL(9,4),
  score DECIMAL(9,4),
  rank_a BIGINT,
  rank_b BIGINT
);

-- zone.revenue/order_payment: groups that differ in anything, or are more than one row a side
CREATE OR REPLACE TEMP TABLE "p_others" AS
SELECT *
FROM "p_aligned"
WHERE first_row_a IS NULL
  OR first_row_b IS NULL
  OR surplus_b > 0
  OR "value_a" <> "value_kept_b"
  OR (status_a IS DISTINCT FROM status_b AND NOT COALESCE(CASE status_a WHEN 'open' THEN status_b IN ('authorised') WHEN 'paid' THEN status_b IN ('captured') END, false))
  OR currencies_a <> currencies_b
  OR date_trunc('month', date_a) IS DISTINCT FROM date_trunc('month', date_b)
  OR "attribute_channel_a" IS DISTINCT FROM "attribute_channel_b"
  OR rows_a <> 1
  OR NOT "value_counted_a"
  OR rows_b <> 1
  OR NOT "value_counted_b"
  OR abs("value_a") > 9999999999999999.99;

-- zone.revenue/order_payment: groups that differ in anything
CREATE OR REPLACE TEMP TABLE "p_differing" AS
SELECT *
FROM "p_others"
WHERE first_row_a IS NULL
  OR first_row_b IS NULL
  OR surplus_b > 0
  OR "value_a" <> "value_kept_b"
  OR (status_a IS DISTINCT FROM status_b AND NOT COALESCE(CASE status_a WHEN 'open' THEN status_b IN ('authorised') WHEN 'paid' THEN status_b IN ('captured') END, false))
  OR currencies_a <> currencies_b
  OR date_trunc('month', date_a) IS DISTINCT FROM date_trunc('month', date_b)
  OR "attribute_channel_a" IS DISTINCT FROM "attribute_channel_b"
  OR group_key IN (SELECT of_group FROM "p_relabelled" WHERE moved);

-- zone.revenue/order_payment: the first rows of side a in those groups, whole, for definitions to look at
CREATE OR REPLACE TEMP TABLE "p_first_a" AS
SELECT *
FROM "side_a"
WHERE _row_id IN (SELECT first_row_a FROM "p_differing");

-- zone.revenue/order_payment: the first rows of side b in those groups, whole, for definitions to look at
CREATE OR REPLACE TEMP TABLE "p_first_b" AS
SELECT *
FROM "side_b"
WHERE _row_id IN (SELECT first_row_b FROM "p_differing");

-- zone.revenue/order_payment: which documented definitions hold, and what they explain
CREATE OR REPLACE TEMP TABLE "p_defined" AS
SELECT
  g.group_key,
  g.first_row_a IS NOT NULL AND g.first_row_b IS NOT NULL AND COALESCE((a.channel = 'web' AND a.fee <> 0), false) AS "holds_shipping",
  COALESCE(CAST((a.fee) AS DECIMAL(38, 2)), 0) AS "explains_shipping",
  g.first_row_a IS NULL AND COALESCE((b.channel = 'gift'), false) AS "holds_gift_cards"
FROM "p_differing" AS g
LEFT JOIN "p_first_a" AS a ON a._row_id = g.first_row_a
LEFT JOIN "p_first_b" AS b ON b._row_id = g.first_row_b;

-- zone.revenue/order_payment: the newest date of each side
CREATE OR REPLACE TEMP TABLE "p_newest" AS
SELECT *
FROM (SELECT CAST(max("day") AS DATE) AS newest_a FROM "side_a")
CROSS JOIN (SELECT CAST(max("day") AS DATE) AS newest_b FROM "side_b");

-- zone.revenue/order_payment: causes and classes
CREATE OR REPLACE TEMP TABLE "p_judged" AS
WITH
step_0 AS (
  SELECT
    *,
    CASE WHEN first_row_b IS NULL THEN 'a' WHEN first_row_a IS NULL THEN 'b' ELSE '' END AS lone
  FROM "p_differing"
  JOIN "p_defined" USING (group_key)
  CROSS JOIN "p_newest"
),
step_1 AS (
  SELECT
    *,
    starts_with(group_key, '∅') OR lone = 'b' AS unmatched,
    COALESCE(CASE lone WHEN 'a' THEN date_a > newest_b - 5 WHEN 'b' THEN date_b > newest_a - 5 END, false) AS late,
    lone = '' AND (status_a IS DISTINCT FROM status_b AND NOT COALESCE(CASE status_a WHEN 'open' THEN status_b IN ('authorised') WHEN 'paid' THEN status_b IN ('captured') END, false)) AS status_differs,
    lone = '' AND (currencies_a <> currencies_b OR group_key IN (SELECT of_group FROM "p_relabelled" WHERE moved)) AS currency_differs,
    lone = '' AND (date_trunc('month', date_a) IS DISTINCT FROM date_trunc('month', date_b)) AS period_differs,
    lone = '' AND ("attribute_channel_a" IS DISTINCT FROM "attribute_channel_b") AS "attribute_channel_differs"
  FROM step_0
),
step_2 AS (
  SELECT
    *,
    CASE WHEN lone = '' THEN '' WHEN unmatched THEN 'unmatched-key' WHEN late THEN 'late' WHEN lone = 'a' THEN 'missing-b' ELSE 'missing-a' END AS lone_class
  FROM step_1
),
step_3 AS (
  SELECT
    *,
    "value_kept_b" - "value_a" AS "value_difference"
  FROM step_2
),
step_4 AS (
  SELECT
    *,
    CASE WHEN lone <> '' THEN lone_class WHEN "value_difference" = 0 THEN '' WHEN proof IN ('key-tolerance', 'group-sum') THEN 'tolerance' WHEN "value_counted_a" <> "value_counted_b" AND status_differs THEN 'status' ELSE 'amount' END AS "value_base"
  FROM step_3
),
step_5 AS (
  SELECT
    *,
    "holds_shipping" AND "value_base" NOT IN ('', 'tolerance', 'status') AND ("value_difference" <> 0 OR lone <> '') AND (lone <> '' OR "explains_shipping" <> 0) AS "value_by_shipping"
  FROM step_4
),
step_6 AS (
  SELECT
    *,
    CASE WHEN "value_by_shipping" THEN "explains_shipping" ELSE 0 END AS "value_explained_by_shipping"
  FROM step_5
),
step_7 AS (
  SELECT
    *,
    "value_difference" - "value_explained_by_shipping" AS "value_after_shipping"
  FROM step_6
),
step_8 AS (
  SELECT
    *,
    "holds_gift_cards" AND "value_base" NOT IN ('', 'tolerance', 'status') AND ("value_after_shipping" <> 0 OR lone <> '' AND NOT "value_by_shipping") AS "value_by_gift_cards"
  FROM step_7
),
step_9 AS (
  SELECT
    *,
    CASE WHEN "value_by_gift_cards" THEN "value_after_shipping" ELSE 0 END AS "value_explained_by_gift_cards"
  FROM step_8
),
step_10 AS (
  SELECT
    *,
    "value_after_shipping" - "value_explained_by_gift_cards" AS "value_after_gift_cards"
  FROM step_9
),
step_11 AS (
  SELECT
    *,
    concat_ws('+', CASE WHEN "value_by_shipping" THEN 'shipping' END, CASE WHEN "value_by_gift_cards" THEN 'gift_cards' END) AS "value_definition",
    "value_after_gift_cards" AS "value_rest"
  FROM step_10
),
step_12 AS (
  SELECT
    *,
    CASE WHEN "value_definition" <> '' AND "value_rest" = 0 THEN 'definition' ELSE "value_base" END AS "value_cause"
  FROM step_11
),
classed AS (
  SELECT
    *,
    CASE WHEN "value_cause" = 'unmatched-key' THEN 'unmatched-key' WHEN surplus_b > 0 THEN 'duplicate' WHEN "value_cause" IN ('missing-a', 'missing-b') THEN "value_cause" WHEN status_differs THEN 'status' WHEN currency_differs THEN 'currency' WHEN "value_cause" = 'amount' THEN 'amount' WHEN "value_definition" <> '' THEN 'definition' WHEN period_differs THEN 'period' WHEN "attribute_channel_differs" THEN 'attribute' WHEN "value_cause" = 'late' THEN 'late' ELSE 'matched' END AS class
  FROM step_12
)
SELECT *
FROM classed;

-- zone.revenue/order_payment: discrepancies
CREATE OR REPLACE TEMP TABLE "p_discrepancies" AS
SELECT
  left(md5('zone.revenue/order_payment|unmatched-key||' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'unmatched-key' AS class,
  '' AS subject,
  'a' AS side,
  CAST(-"value_difference" AS VARCHAR) AS value_a,
  CAST(NULL AS VARCHAR) AS value_b,
  CAST("value_rest" AS DECIMAL(38, 2)) AS amount,
  CAST(abs("value_rest") AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'order_management' AS team
FROM "p_judged"
WHERE lone = 'a' AND "value_cause" = 'unmatched-key'
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|unmatched-key||' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'unmatched-key' AS class,
  '' AS subject,
  'b' AS side,
  CAST(NULL AS VARCHAR) AS value_a,
  CAST("value_difference" AS VARCHAR) AS value_b,
  CAST("value_rest" AS DECIMAL(38, 2)) AS amount,
  CAST(abs("value_rest") AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'payment_operations' AS team
FROM "p_judged"
WHERE lone = 'b' AND "value_cause" = 'unmatched-key'
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|duplicate|b|' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'duplicate' AS class,
  'b' AS subject,
  'b' AS side,
  CAST(NULL AS VARCHAR) AS value_a,
  CAST(rows_b AS VARCHAR) AS value_b,
  CAST(("value_b" - "value_kept_b") AS DECIMAL(38, 2)) AS amount,
  CAST(abs(("value_b" - "value_kept_b")) AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'payment_operations' AS team
FROM "p_judged"
WHERE surplus_b > 0
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|missing-a||' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'missing-a' AS class,
  '' AS subject,
  'a' AS side,
  CAST(NULL AS VARCHAR) AS value_a,
  CAST("value_difference" AS VARCHAR) AS value_b,
  CAST("value_rest" AS DECIMAL(38, 2)) AS amount,
  CAST(abs("value_rest") AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'order_management' AS team
FROM "p_judged"
WHERE lone = 'b' AND "value_cause" = 'missing-a'
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|missing-b||' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'missing-b' AS class,
  '' AS subject,
  'b' AS side,
  CAST(-"value_difference" AS VARCHAR) AS value_a,
  CAST(NULL AS VARCHAR) AS value_b,
  CAST("value_rest" AS DECIMAL(38, 2)) AS amount,
  CAST(abs("value_rest") AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'payment_operations' AS team
FROM "p_judged"
WHERE lone = 'a' AND "value_cause" = 'missing-b'
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|status||' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'status' AS class,
  '' AS subject,
  'b' AS side,
  CAST(status_a AS VARCHAR) AS value_a,
  CAST(status_b AS VARCHAR) AS value_b,
  CAST(CASE WHEN "value_cause" = 'status' THEN "value_difference" ELSE 0 END AS DECIMAL(38, 2)) AS amount,
  CAST(abs(greatest(abs("value_a"), abs("value_kept_b"))) AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'payment_operations' AS team
FROM "p_judged"
WHERE status_differs
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|currency||' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'currency' AS class,
  '' AS subject,
  '' AS side,
  CAST(currencies_a AS VARCHAR) AS value_a,
  CAST(currencies_b AS VARCHAR) AS value_b,
  CAST(0 AS DECIMAL(38, 2)) AS amount,
  CAST(abs(COALESCE((SELECT stake FROM "p_relabelled" WHERE of_group = group_key), greatest(abs("value_a"), abs("value_kept_b")))) AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'revenue_assurance' AS team
FROM "p_judged"
WHERE currency_differs
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|amount|value|' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'amount' AS class,
  'value' AS subject,
  '' AS side,
  CAST("value_a" AS VARCHAR) AS value_a,
  CAST("value_kept_b" AS VARCHAR) AS value_b,
  CAST("value_rest" AS DECIMAL(38, 2)) AS amount,
  CAST(abs("value_rest") AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'revenue_assurance' AS team
FROM "p_judged"
WHERE "value_cause" = 'amount'
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|definition|value:shipping|' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'definition' AS class,
  'value' AS subject,
  '' AS side,
  CAST("value_a" AS VARCHAR) AS value_a,
  CAST("value_kept_b" AS VARCHAR) AS value_b,
  CAST("value_explained_by_shipping" AS DECIMAL(38, 2)) AS amount,
  CAST(abs("value_explained_by_shipping") AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  'shipping' AS definition,
  'finance_control' AS team
FROM "p_judged"
WHERE "value_by_shipping"
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|definition|value:gift_cards|' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'definition' AS class,
  'value' AS subject,
  '' AS side,
  CAST("value_a" AS VARCHAR) AS value_a,
  CAST("value_kept_b" AS VARCHAR) AS value_b,
  CAST("value_explained_by_gift_cards" AS DECIMAL(38, 2)) AS amount,
  CAST(abs("value_explained_by_gift_cards") AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  'gift_cards' AS definition,
  'finance_control' AS team
FROM "p_judged"
WHERE "value_by_gift_cards"
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|period||' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'period' AS class,
  '' AS subject,
  '' AS side,
  CAST(date_a AS VARCHAR) AS value_a,
  CAST(date_b AS VARCHAR) AS value_b,
  CAST(0 AS DECIMAL(38, 2)) AS amount,
  CAST(abs(greatest(abs("value_a"), abs("value_kept_b"))) AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'revenue_assurance' AS team
FROM "p_judged"
WHERE period_differs
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|attribute|channel|' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'attribute' AS class,
  'channel' AS subject,
  '' AS side,
  CAST("attribute_channel_a" AS VARCHAR) AS value_a,
  CAST("attribute_channel_b" AS VARCHAR) AS value_b,
  CAST(0 AS DECIMAL(38, 2)) AS amount,
  CAST(abs(greatest(abs("value_a"), abs("value_kept_b"))) AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'revenue_assurance' AS team
FROM "p_judged"
WHERE "attribute_channel_differs"
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|late||' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'late' AS class,
  '' AS subject,
  'b' AS side,
  CAST(-"value_difference" AS VARCHAR) AS value_a,
  CAST(NULL AS VARCHAR) AS value_b,
  CAST("value_rest" AS DECIMAL(38, 2)) AS amount,
  CAST(abs("value_rest") AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'payment_operations' AS team
FROM "p_judged"
WHERE lone = 'a' AND "value_cause" = 'late'
UNION ALL
SELECT
  left(md5('zone.revenue/order_payment|late||' || group_key), 16) AS discrepancy_id,
  'zone.revenue/order_payment' AS comparison,
  group_key,
  'late' AS class,
  '' AS subject,
  'a' AS side,
  CAST(NULL AS VARCHAR) AS value_a,
  CAST("value_difference" AS VARCHAR) AS value_b,
  CAST("value_rest" AS DECIMAL(38, 2)) AS amount,
  CAST(abs("value_rest") AS DECIMAL(38, 2)) AS gross,
  COALESCE(currency_b, currency_a) AS currency,
  COALESCE(date_b, date_a) AS business_date,
  '' AS definition,
  'order_management' AS team
FROM "p_judged"
WHERE lone = 'b' AND "value_cause" = 'late';

-- zone.revenue/order_payment: all other groups, as they are written
CREATE OR REPLACE TEMP VIEW "p_written_groups" AS
SELECT
  g.group_key,
  COALESCE(j.class, 'matched') AS class,
  g.proof,
  g.rows_a,
  g.rows_b,
  CAST(0 AS BIGINT) AS surplus_a,
  g.surplus_b,
  g.first_row_a,
  g.first_row_b,
  g.date_a,
  g.date_b,
  g.currency_a,
  g.currency_b,
  g.status_a,
  g.status_b,
  CAST(g."value_a" AS DECIMAL(38, 2)) AS "value_a",
  CAST(g."value_b" AS DECIMAL(38, 2)) AS "value_b",
  g."value_counted_a",
  g."value_counted_b",
  COALESCE(j."value_cause", '') AS "value_cause",
  COALESCE(j."value_definition", '') AS "value_definition",
  CAST(COALESCE(j."value_difference" - j."value_rest", 0) AS DECIMAL(38, 2)) AS "value_defined"
FROM "p_others" AS g
LEFT JOIN "p_judged" AS j ON j.group_key = g.group_key;

CREATE OR REPLACE TEMP VIEW "p_groups" AS
SELECT *
FROM "p_written_groups"
UNION ALL BY NAME
SELECT
  group_key,
  'matched' AS class,
  proof,
  CAST(1 AS BIGINT) AS rows_a,
  CAST(1 AS BIGINT) AS rows_b,
  CAST(0 AS BIGINT) AS surplus_a,
  CAST(0 AS BIGINT) AS surplus_b,
  first_row_a,
  first_row_b,
  date_a,
  date_b,
  currency AS currency_a,
  currency AS currency_b,
  status_a,
  status_b,
  CAST("value_amount" AS DECIMAL(38, 2)) AS "value_a",
  CAST("value_amount" AS DECIMAL(38, 2)) AS "value_b",
  true AS "value_counted_a",
  true AS "value_counted_b",
  '' AS "value_cause",
  '' AS "value_definition",
  CAST(0 AS DECIMAL(38, 2)) AS "value_defined"
FROM "p_agreed";

-- zone.revenue/order_payment: members of groups that do not say their rows themselves
CREATE OR REPLACE TEMP VIEW "p_written_members" AS
SELECT m.*
FROM (
  SELECT
    'a' AS side,
    r.group_key,
    false AS surplus,
    r.row_id,
    r.business_date,
    r.currency,
    r.status,
    r."value_amount",
    r."value_counted"
  FROM "p_placed_a" AS r
  UNION ALL
  SELECT
    'b' AS side,
    r.group_key,
    false AS surplus,
    r.row_id,
    r.business_date,
    r.currency,
    r.status,
    r."value_amount",
    r."value_counted"
  FROM "p_placed_b" AS r
  UNION ALL
  SELECT
    'b',
    k.group_key,
    true,
    r.row_id,
    r.business_date,
    r.currency,
    r.status,
    r."value_amount",
    r."value_counted"
  FROM "p_copies_b" AS r
  JOIN "p_placed_b" AS k ON k.row_id = r.keeper
) AS m
SEMI JOIN (SELECT group_key FROM "p_written_groups" WHERE NOT (rows_a <= 1 AND rows_b <= 1 AND (rows_a = 0 OR "value_counted_a") AND (rows_b = 0 OR "value_counted_b"))) AS g ON g.group_key = m.group_key;

CREATE OR REPLACE TEMP VIEW "p_other_members" AS
SELECT *
FROM "p_written_members"
UNION ALL BY NAME
SELECT
  'a' AS side,
  group_key,
  false AS surplus,
  first_row_a AS row_id,
  date_a AS business_date,
  currency_a AS currency,
  status_a AS status,
  CAST("value_a" AS DECIMAL(38, 2)) AS "value_amount",
  "value_counted_a" AS "value_counted"
FROM "p_written_groups"
WHERE rows_a = 1 AND rows_a <= 1 AND rows_b <= 1 AND (rows_a = 0 OR "value_counted_a") AND (rows_b = 0 OR "value_counted_b")
UNION ALL BY NAME
SELECT
  'b' AS side,
  group_key,
  false AS surplus,
  first_row_b AS row_id,
  date_b AS business_date,
  currency_b AS currency,
  status_b AS status,
  CAST("value_b" AS DECIMAL(38, 2)) AS "value_amount",
  "value_counted_b" AS "value_counted"
FROM "p_written_groups"
WHERE rows_b = 1 AND rows_a <= 1 AND rows_b <= 1 AND (rows_a = 0 OR "value_counted_a") AND (rows_b = 0 OR "value_counted_b");

CREATE OR REPLACE TEMP VIEW "p_members" AS
SELECT *
FROM "p_other_members"
UNION ALL BY NAME
SELECT
  'a' AS side,
  group_key,
  false AS surplus,
  first_row_a AS row_id,
  date_a AS business_date,
  currency AS currency,
  status_a AS status,
  CAST("value_amount" AS DECIMAL(38, 2)) AS "value_amount",
  true AS "value_counted"
FROM "p_agreed"
UNION ALL BY NAME
SELECT
  'b' AS side,
  group_key,
  false AS surplus,
  first_row_b AS row_id,
  date_b AS business_date,
  currency AS currency,
  status_b AS status,
  CAST("value_amount" AS DECIMAL(38, 2)) AS "value_amount",
  true AS "value_counted"
FROM "p_agreed";

CREATE OR REPLACE TEMP VIEW "p_agreeing" AS
-- zone.revenue/order_payment: groups of one row a side that agree; rows of others are set aside
SELECT
  group_key,
  proof,
  first_row_a,
  first_row_b,
  date_a,
  date_b,
  currency_a AS currency,
  status_a,
  status_b,
  CAST("value_a" AS DECIMAL(18,2)) AS "value_amount"
FROM (
  SELECT * EXCLUDE (key) FROM "p_matched_1"
  UNION ALL
  SELECT * EXCLUDE (key) FROM "p_matched_3"
)
WHERE NOT COALESCE(
  first_row_a IS NULL
  OR first_row_b IS NULL
  OR surplus_b > 0
  OR "value_a" <> "value_kept_b"
  OR (status_a IS DISTINCT FROM status_b AND NOT COALESCE(CASE status_a WHEN 'open' THEN status_b IN ('authorised') WHEN 'paid' THEN status_b IN ('captured') END, false))
  OR currencies_a <> currencies_b
  OR date_trunc('month', date_a) IS DISTINCT FROM date_trunc('month', date_b)
  OR "attribute_channel_a" IS DISTINCT FROM "attribute_channel_b"
  OR rows_a <> 1
  OR NOT "value_counted_a"
  OR rows_b <> 1
  OR NOT "value_counted_b"
  OR abs("value_a") > 9999999999999999.99
, false)
UNION ALL
SELECT
  group_key,
  proof,
  first_row_a,
  first_row_b,
  date_a,
  date_b,
  currency_a AS currency,
  status_a,
  status_b,
  CAST("value_a" AS DECIMAL(18,2)) AS "value_amount"
FROM (
  SELECT
    COALESCE(a.key, b.key) AS group_key,
    CASE WHEN a.currencies = a.currency AND b.currencies = b.currency AND a."value" = b."value_kept" THEN 'group-sum' WHEN a.key IS NULL OR b.key IS NULL THEN 'none' ELSE 'key' END AS proof,
    a."first_row" AS "first_row_a",
    COALESCE(a."rows", 0) AS "rows_a",
    a."date" AS "date_a",
    a."currency" AS "currency_a",
    a."currencies" AS "currencies_a",
    a."status" AS "status_a",
    COALESCE(a."value", 0) AS "value_a",
    COALESCE(a."value_counted", false) AS "value_counted_a",
    a."attribute_channel" AS "attribute_channel_a",
    b."first_row" AS "first_row_b",
    COALESCE(b."rows", 0) AS "rows_b",
    COALESCE(b."surplus", 0) AS "surplus_b",
    b."date" AS "date_b",
    b."currency" AS "currency_b",
    b."currencies" AS "currencies_b",
    b."status" AS "status_b",
    COALESCE(b."value", 0) AS "value_b",
    COALESCE(b."value_kept", 0) AS "value_kept_b",
    COALESCE(b."value_counted", false) AS "value_counted_b",
    b."attribute_channel" AS "attribute_channel_b"
  FROM (
    SELECT
      group_key AS key,
      "row_id" AS "first_row",
      CAST(1 AS BIGINT) AS "rows",
      "business_date" AS "date",
      "currency" AS "currency",
      currency AS "currencies",
      "status" AS "status",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS "value",
      "value_counted" AS "value_counted",
      "attribute_channel" AS "attribute_channel"
    FROM "p_open_3_a" AS r
    ANTI JOIN "p_several_4_a" AS s ON s.key = r.group_key
    WHERE group_key IS NOT NULL
    UNION ALL
    SELECT
      key,
      "first"."row_id" AS "first_row",
      "rows",
      "first"."business_date" AS "date",
      "first"."currency" AS "currency",
      "currencies",
      "first"."status" AS "status",
      "value",
      "value_counted",
      "first"."attribute_channel" AS "attribute_channel"
    FROM (
      SELECT
        group_key AS key,
        min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, 'business_date': "business_date", 'currency': "currency", 'status': "status", 'attribute_channel': "attribute_channel"}) AS "first",
        count(*) AS "rows",
        CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END AS "currencies",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value",
        bool_or("value_counted") AS "value_counted"
      FROM "p_open_3_a" AS r
      SEMI JOIN "p_several_4_a" AS s ON s.key = r.group_key
      GROUP BY group_key
    )
  ) AS a
  FULL JOIN (
    SELECT
      group_key AS key,
      "row_id" AS "first_row",
      1 + copies AS "rows",
      copies AS "surplus",
      "business_date" AS "date",
      "currency" AS "currency",
      currency AS "currencies",
      "status" AS "status",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END + "value_copies" AS "value",
      CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END AS "value_kept",
      "value_counted" AS "value_counted",
      "attribute_channel" AS "attribute_channel"
    FROM "p_open_3_b" AS r
    ANTI JOIN "p_several_4_b" AS s ON s.key = r.group_key
    WHERE group_key IS NOT NULL
    UNION ALL
    SELECT
      key,
      "first"."row_id" AS "first_row",
      "rows",
      "surplus",
      "first"."business_date" AS "date",
      "first"."currency" AS "currency",
      "currencies",
      "first"."status" AS "status",
      "value",
      "value_kept",
      "value_counted",
      "first"."attribute_channel" AS "attribute_channel"
    FROM (
      SELECT
        group_key AS key,
        min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, 'business_date': "business_date", 'currency': "currency", 'status': "status", 'attribute_channel': "attribute_channel"}) AS "first",
        CAST(count(*) + sum(copies) AS BIGINT) AS "rows",
        CAST(sum(copies) AS BIGINT) AS "surplus",
        CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END AS "currencies",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END + "value_copies") AS "value",
        sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value_kept",
        bool_or("value_counted") AS "value_counted"
      FROM "p_open_3_b" AS r
      SEMI JOIN "p_several_4_b" AS s ON s.key = r.group_key
      GROUP BY group_key
    )
  ) AS b ON a.key = b.key
)
WHERE CASE WHEN first_row_a IS NULL
  OR first_row_b IS NULL
  OR surplus_b > 0
  OR "value_a" <> "value_kept_b"
  OR (status_a IS DISTINCT FROM status_b AND NOT COALESCE(CASE status_a WHEN 'open' THEN status_b IN ('authorised') WHEN 'paid' THEN status_b IN ('captured') END, false))
  OR currencies_a <> currencies_b
  OR date_trunc('month', date_a) IS DISTINCT FROM date_trunc('month', date_b)
  OR "attribute_channel_a" IS DISTINCT FROM "attribute_channel_b"
  OR rows_a <> 1
  OR NOT "value_counted_a"
  OR rows_b <> 1
  OR NOT "value_counted_b"
  OR abs("value_a") > 9999999999999999.99
  THEN set_aside(first_row_a, first_row_b) ELSE true END;

COPY (SELECT * FROM "p_agreeing") TO 'agreed.parquet' (FORMAT parquet, COMPRESSION zstd);

-- zone.revenue/order_payment: sums of agreeing groups
CREATE OR REPLACE TEMP TABLE "p_agreed_sums" AS
SELECT
  currency,
  count(*) AS rows,
  CAST(sum(first_row_a) AS DECIMAL(38,0)) AS row_sum_a,
  CAST(sum(first_row_b) AS DECIMAL(38,0)) AS row_sum_b,
  sum("value_amount") AS "value_amount"
FROM "p_agreed"
GROUP BY currency;

-- zone.revenue/order_payment: conservation of rows and money
WITH counted AS MATERIALIZED (
  SELECT
    'side' AS relation,
    'a' AS side,
    COALESCE(CAST("currency" AS VARCHAR), '') AS currency,
    count(*) AS rows,
    CAST(sum(_row_id) AS DECIMAL(38,0)) AS row_sum,
    sum(CASE WHEN COALESCE((status <> 'cancelled'), false) THEN COALESCE(CAST("amount" AS DECIMAL(38, 2)), 0) ELSE 0 END) AS "value_conserved"
  FROM "side_a" GROUP BY ALL
  UNION ALL
  SELECT
    'members' AS relation,
    'a' AS side,
    currency AS currency,
    count(*) AS rows,
    CAST(sum(row_id) AS DECIMAL(38,0)) AS row_sum,
    sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value_conserved"
  FROM "p_other_members" WHERE side = 'a' GROUP BY ALL
  UNION ALL
  SELECT
    'members' AS relation,
    'a' AS side,
    currency AS currency,
    rows AS rows,
    row_sum_a AS row_sum,
    "value_amount" AS "value_conserved"
  FROM "p_agreed_sums"
  UNION ALL
  SELECT
    'groups' AS relation,
    'a' AS side,
    '' AS currency,
    COALESCE(sum(rows_a), 0) AS rows,
    NULL AS row_sum,
    sum("value_a") AS "value_conserved"
  FROM "p_written_groups"
  UNION ALL
  SELECT
    'groups' AS relation,
    'a' AS side,
    '' AS currency,
    rows AS rows,
    NULL AS row_sum,
    "value_amount" AS "value_conserved"
  FROM "p_agreed_sums"
  UNION ALL
  SELECT
    'side' AS relation,
    'b' AS side,
    COALESCE(CAST("currency" AS VARCHAR), '') AS currency,
    count(*) AS rows,
    CAST(sum(_row_id) AS DECIMAL(38,0)) AS row_sum,
    sum(CASE WHEN COALESCE((status <> 'cancelled'), false) THEN COALESCE(CAST("amount" AS DECIMAL(38, 2)), 0) ELSE 0 END) AS "value_conserved"
  FROM "side_b" GROUP BY ALL
  UNION ALL
  SELECT
    'members' AS relation,
    'b' AS side,
    currency AS currency,
    count(*) AS rows,
    CAST(sum(row_id) AS DECIMAL(38,0)) AS row_sum,
    sum(CASE WHEN "value_counted" THEN "value_amount" ELSE 0 END) AS "value_conserved"
  FROM "p_other_members" WHERE side = 'b' GROUP BY ALL
  UNION ALL
  SELECT
    'members' AS relation,
    'b' AS side,
    currency AS currency,
    rows AS rows,
    row_sum_b AS row_sum,
    "value_amount" AS "value_conserved"
  FROM "p_agreed_sums"
  UNION ALL
  SELECT
    'groups' AS relation,
    'b' AS side,
    '' AS currency,
    COALESCE(sum(rows_b), 0) AS rows,
    NULL AS row_sum,
    sum("value_b") AS "value_conserved"
  FROM "p_written_groups"
  UNION ALL
  SELECT
    'groups' AS relation,
    'b' AS side,
    '' AS currency,
    rows AS rows,
    NULL AS row_sum,
    "value_amount" AS "value_conserved"
  FROM "p_agreed_sums"
)
SELECT
  relation,
  side,
  'value' AS measure,
  currency,
  CAST(sum(rows) AS BIGINT) AS rows,
  COALESCE(CAST(sum(row_sum) AS VARCHAR), '') AS row_sum,
  CAST(COALESCE(sum("value_conserved"), 0) AS DECIMAL(38, 2)) AS amount
FROM counted
GROUP BY relation, side, currency
ORDER BY relation, side, measure, currency;

-- zone.revenue/order_payment: bridge of value, from 2024-03-01 to before 2024-04-01
WITH
grouped AS ( -- groups that may add to a line; plain: at most one row a side and one currency, so that the group's own columns say all
  SELECT
    group_key,
    rows_a,
    rows_b,
    currency_a,
    currency_b,
    "value_a" AS a,
    "value_b" AS b,
    "value_cause" AS cause,
    "value_definition" AS definition,
    rows_a <= 1 AND rows_b <= 1 AND (rows_a = 0 OR rows_b = 0 OR currency_a = currency_b) AS plain,
    COALESCE(date_a >= DATE '2024-03-01' AND date_a < DATE '2024-04-01', false) AS in_a,
    COALESCE(date_b >= DATE '2024-03-01' AND date_b < DATE '2024-04-01', false) AS in_b,
    CASE WHEN rows_b = 0 THEN 'a' WHEN rows_a = 0 THEN 'b' WHEN "value_cause" = '' OR "value_counted_a" = "value_counted_b" THEN '' WHEN "value_counted_a" THEN 'a' ELSE 'b' END AS counts
  FROM "p_groups"
  WHERE NOT plain OR a <> b OR in_a <> in_b
),
plain AS (
  SELECT
    group_key,
    COALESCE(currency_b, currency_a) AS currency,
    rows_a + rows_b AS rows,
    a AS all_a,
    b AS all_b,
    CASE WHEN in_a THEN a ELSE 0 END AS now_a,
    CASE WHEN in_b THEN b ELSE 0 END AS now_b,
    0 AS copies_a,
    0 AS copies_b,
    CAST(0 AS BIGINT) AS surplus_a,
    CAST(0 AS BIGINT) AS surplus_b,
    b - a AS difference,
    CASE WHEN counts = 'a' THEN in_a ELSE in_b END AS anchored,
    cause,
    definition,
    counts
  FROM grouped
  WHERE plain AND (a <> b OR in_a <> in_b)
),
gathered AS ( -- the other groups, from their members
  SELECT
    m.group_key,
    m.currency,
    count(*) AS rows,
    COALESCE(sum(m."value_amount") FILTER (side = 'a' AND m."value_counted" AND NOT surplus), 0) AS all_a,
    COALESCE(sum(m."value_amount") FILTER (side = 'b' AND m."value_counted" AND NOT surplus), 0) AS all_b,
    COALESCE(sum(m."value_amount") FILTER (side = 'a' AND m."value_counted" AND NOT surplus AND COALESCE(m.business_date >= DATE '2024-03-01' AND m.business_date < DATE '2024-04-01', false)), 0) AS now_a,
    COALESCE(sum(m."value_amount") FILTER (side = 'b' AND m."value_counted" AND NOT surplus AND COALESCE(m.business_date >= DATE '2024-03-01' AND m.business_date < DATE '2024-04-01', false)), 0) AS now_b,
    COALESCE(sum(m."value_amount") FILTER (side = 'a' AND m."value_counted" AND surplus AND COALESCE(m.business_date >= DATE '2024-03-01' AND m.business_date < DATE '2024-04-01', false)), 0) AS copies_a,
    COALESCE(sum(m."value_amount") FILTER (side = 'b' AND m."value_counted" AND surplus AND COALESCE(m.business_date >= DATE '2024-03-01' AND m.business_date < DATE '2024-04-01', false)), 0) AS copies_b,
    count(*) FILTER (side = 'a' AND surplus) AS surplus_a,
    count(*) FILTER (side = 'b' AND surplus) AS surplus_b
  FROM "p_other_members" AS m
  SEMI JOIN (SELECT group_key FROM grouped WHERE NOT plain) AS g ON g.group_key = m.group_key
  GROUP BY m.group_key, m.currency
),
cells AS ( -- one row a group and currency; anchored: here falls what the amounts of the two sides differ by
  SELECT
    m.* EXCLUDE (definition, anchored),
    definition,
    anchored,
    anchored AS here
  FROM plain AS m
  UNION ALL BY NAME
  SELECT
    m.*,
    sum(m.all_b - m.all_a) OVER (PARTITION BY m.group_key) AS difference,
    g.cause,
    g.definition,
    g.counts,
    CASE WHEN g.counts = 'a' THEN g.in_a ELSE g.in_b END AS anchored,
    anchored AND m.currency = CASE WHEN g.counts = 'a' THEN g.currency_a ELSE g.currency_b END AS here
  FROM gathered AS m
  JOIN grouped AS g ON g.group_key = m.group_key
),
explained AS ( -- what each definition explains of a group
  SELECT group_key, definition, amount
  FROM "p_discrepancies"
  WHERE class = 'definition' AND subject = 'value'
),
steps AS MATERIALIZED (
  SELECT
    c.*,
    CASE WHEN here THEN COALESCE(e.amount, 0) ELSE 0 END AS defined,
    CASE WHEN counts <> '' THEN 0 WHEN anchored THEN all_a - (all_b - now_b) - now_a ELSE now_b - now_a END AS timing,
    CASE WHEN counts <> '' OR NOT anchored THEN 0 ELSE all_b - all_a - CASE WHEN here THEN difference ELSE 0 END END AS relabelled,
    CASE WHEN counts <> '' THEN now_b - now_a WHEN here THEN difference ELSE 0 END - defined AS rest
  FROM cells AS c
  LEFT JOIN (SELECT group_key, sum(amount) AS amount FROM explained GROUP BY group_key) AS e ON e.group_key = c.group_key
),
contributions AS (
  SELECT group_key, currency, 'duplicates-a' AS line, '' AS definition, surplus_a AS rows, -copies_a AS amount FROM steps
  UNION ALL
  SELECT group_key, currency, 'duplicates-b', '', surplus_b, copies_b FROM steps
  UNION ALL
  SELECT group_key, currency, 'timing', '', rows, timing FROM steps
  UNION ALL
  SELECT group_key, currency, 'currency', '', rows, relabelled FROM steps
  UNION ALL
  SELECT s.group_key, s.currency, CASE WHEN starts_with(e.definition, '§rate:') THEN 'rate' WHEN starts_with(e.definition, '§rounding:') THEN 'rounding' ELSE 'definition' END, CASE WHEN starts_with(e.definition, '§rate:') THEN '' WHEN starts_with(e.definition, '§rounding:') THEN '' ELSE e.definition END, s.rows, e.amount
  FROM steps AS s
  JOIN explained AS e ON e.group_key = s.group_key
  WHERE s.here
  UNION ALL
  SELECT
    group_key,
    currency,
    CASE WHEN cause IN ('ambiguous', 'amount', 'definition', 'invalid', 'late', 'missing-a', 'missing-b', 'no-rate', 'out-of-scope', 'status', 'unmatched-key') THEN cause WHEN cause = 'tolerance' THEN 'within-tolerance' ELSE 'unclassified' END,
    CASE WHEN cause = 'definition' THEN split_part(definition, '+', -1) ELSE '' END,
    rows,
    rest
  FROM steps
)
,
agreed_totals AS MATERIALIZED (
  SELECT
    currency,
    count(*) FILTER (COALESCE(date_a >= DATE '2024-03-01' AND date_a < DATE '2024-04-01', false)) AS rows_a,
    sum("value_amount") FILTER (COALESCE(date_a >= DATE '2024-03-01' AND date_a < DATE '2024-04-01', false)) AS amount_a,
    sum(abs("value_amount")) FILTER (COALESCE(date_a >= DATE '2024-03-01' AND date_a < DATE '2024-04-01', false)) AS gross_a,
    count(*) FILTER (COALESCE(date_b >= DATE '2024-03-01' AND date_b < DATE '2024-04-01', false)) AS rows_b,
    sum("value_amount") FILTER (COALESCE(date_b >= DATE '2024-03-01' AND date_b < DATE '2024-04-01', false)) AS amount_b,
    sum(abs("value_amount")) FILTER (COALESCE(date_b >= DATE '2024-03-01' AND date_b < DATE '2024-04-01', false)) AS gross_b
  FROM "p_agreed"
  GROUP BY currency
)
,
totals AS (
  SELECT side, currency, count(*) AS rows, sum("value_amount") AS amount, sum(abs("value_amount")) AS gross
  FROM "p_other_members"
  WHERE "value_counted" AND COALESCE(business_date >= DATE '2024-03-01' AND business_date < DATE '2024-04-01', false)
  GROUP BY side, currency
  UNION ALL
  SELECT 'a', currency, rows_a, amount_a, gross_a FROM agreed_totals
  UNION ALL
  SELECT 'b', currency, rows_b, amount_b, gross_b FROM agreed_totals
)
SELECT
  line,
  currency,
  definition,
  count(*) AS groups,
  CAST(sum(rows) AS BIGINT) AS rows,
  CAST(sum(amount) AS DECIMAL(38, 2)) AS amount,
  CAST(sum(abs(amount)) AS DECIMAL(38, 2)) AS gross
FROM contributions
WHERE amount <> 0
GROUP BY line, currency, definition
UNION ALL
SELECT
  'total-' || side,
  currency,
  '',
  CAST(0 AS BIGINT),
  CAST(sum(rows) AS BIGINT),
  CAST(sum(amount) AS DECIMAL(38, 2)),
  CAST(sum(gross) AS DECIMAL(38, 2))
FROM totals
WHERE rows > 0
GROUP BY side, currency
ORDER BY currency, line, definition;

-- zone.revenue/order_payment: totals of value as the products report them, from 2024-03-01 to before 2024-04-01
SELECT
  'a' AS side,
  COALESCE(CAST("currency" AS VARCHAR), '') AS currency,
  count(*) AS rows,
  CAST(COALESCE(sum(COALESCE(CAST("amount" AS DECIMAL(38, 2)), 0)), 0) AS DECIMAL(38, 2)) AS amount
FROM "side_a"
WHERE COALESCE((status <> 'cancelled'), false) AND COALESCE(CAST("day" AS DATE) >= DATE '2024-03-01' AND CAST("day" AS DATE) < DATE '2024-04-01', false)
GROUP BY ALL
UNION ALL
SELECT
  'b' AS side,
  COALESCE(CAST("currency" AS VARCHAR), '') AS currency,
  count(*) AS rows,
  CAST(COALESCE(sum(COALESCE(CAST("amount" AS DECIMAL(38, 2)), 0)), 0) AS DECIMAL(38, 2)) AS amount
FROM "side_b"
WHERE COALESCE((status <> 'cancelled'), false) AND COALESCE(CAST("day" AS DATE) >= DATE '2024-03-01' AND CAST("day" AS DATE) < DATE '2024-04-01', false)
GROUP BY ALL
ORDER BY side, currency;
