-- What the two comparisons must come to, worked out from the raw files: the first class that holds, and the lines of the three bridges.
WITH h AS (
  SELECT 'SO' || salesorderid AS so, onlineorderflag = 'f' AS reseller, subtotal::DECIMAL(18,4) AS revenue,
    taxamt::DECIMAL(18,4) AS tax,
    freight::DECIMAL(18,4) AS freight, orderdate::TIMESTAMP::DATE AS day
  FROM read_csv('oltp/salesorderheader.csv', all_varchar = true)
), d AS (
  SELECT 'SO' || salesorderid AS so, count(*) AS lines,
    sum(round(unitprice::DECIMAL(18,4) * orderqty::INT - unitprice::DECIMAL(18,4) * orderqty::INT * unitpricediscount::DECIMAL(5,4),
      4))::DECIMAL(18,4) AS total
  FROM read_csv('oltp/salesorderdetail.csv.gz', all_varchar = true)
  GROUP BY ALL
), w AS (
  SELECT SalesOrderNumber AS so, OrderDate::DATE AS day, CurrencyKey, sum(SalesAmount) AS revenue, sum(TaxAmt) AS tax,
    sum(Freight) AS freight
  FROM (SELECT SalesOrderNumber, OrderDate, CurrencyKey, SalesAmount, TaxAmt, Freight FROM read_parquet('dw/FactInternetSales.parquet')
    UNION ALL SELECT SalesOrderNumber, OrderDate, CurrencyKey, SalesAmount, TaxAmt, Freight
      FROM read_parquet('dw/FactResellerSales.parquet'))
  GROUP BY ALL
), lines AS (
  SELECT h.so IS NOT NULL AS has_header, d.so IS NOT NULL AS has_lines, coalesce(d.lines, 0) AS lines, h.revenue, d.total FROM h FULL
    JOIN d USING (so)
), pairs AS (
  SELECT so, h.so IS NOT NULL AS in_a, w.so IS NOT NULL AS in_b, w.day > DATE '2011-07-31' AS outside,
    c.CurrencyAlternateKey <> 'USD' AS relabelled,
    coalesce(w.revenue, 0) - coalesce(h.revenue, 0) AS revenue, coalesce(w.tax, 0) - coalesce(h.tax, 0) AS tax, coalesce(w.freight,
      0) - coalesce(h.freight, 0) AS freight,
    date_trunc('month', h.day) <> date_trunc('month', w.day) AS other_month, h.reseller
  FROM h FULL JOIN w USING (so) LEFT JOIN read_parquet('dw/DimCurrency.parquet') c USING (CurrencyKey)
), classed AS (
  SELECT *, CASE
    WHEN NOT in_b THEN 'missing-b'
    WHEN NOT in_a AND outside THEN 'definition'
    WHEN NOT in_a THEN 'missing-a'
    WHEN relabelled THEN 'currency'
    WHEN (tax <> 0 OR freight <> 0) AND NOT reseller OR abs(revenue) > 0.0001 THEN 'amount'
    WHEN tax <> 0 OR freight <> 0 OR revenue <> 0 THEN 'definition'
    WHEN other_month THEN 'period'
    ELSE 'matched' END AS class
  FROM pairs
), walk AS (
  SELECT measure, amount, CASE
    WHEN NOT in_a AND outside THEN 'definition:outside_extract'
    WHEN NOT in_a THEN 'missing-a'
    WHEN measure = 'revenue' AND abs(amount) = 0.0001 THEN 'definition:line_rounding'
    WHEN measure <> 'revenue' AND reseller THEN 'definition:reseller_' || measure
    ELSE 'amount' END AS line
  FROM (UNPIVOT pairs ON revenue, tax, freight INTO NAME measure VALUE amount)
  WHERE amount <> 0
)
SELECT 'order_lines_of_orders.groups.matched' AS fact, count_if(has_header AND has_lines
  AND abs(total - revenue) <= 0.0001)::VARCHAR AS value FROM lines
UNION ALL SELECT 'order_lines_of_orders.groups.matched.by_tolerance', count_if(abs(total - revenue) = 0.0001)::VARCHAR FROM lines
UNION ALL SELECT 'order_lines_of_orders.groups.unmatched-key', count_if(NOT has_header)::VARCHAR FROM lines
UNION ALL SELECT 'order_lines_of_orders.groups.missing-b', count_if(NOT has_lines)::VARCHAR FROM lines
UNION ALL SELECT 'order_lines_of_orders.groups.amount', count_if(abs(total - revenue) > 0.0001)::VARCHAR FROM lines
UNION ALL SELECT 'order_lines_of_orders.total_a', sum(revenue)::VARCHAR FROM lines
UNION ALL SELECT 'order_lines_of_orders.total_b', sum(total)::VARCHAR FROM lines
UNION ALL SELECT 'order_lines_of_orders.amount.unmatched-key', sum(total)::VARCHAR FROM lines WHERE NOT has_header
UNION ALL SELECT 'order_lines_of_orders.amount.matched', sum(total - revenue)::VARCHAR FROM lines WHERE has_header AND has_lines
UNION ALL SELECT 'order_lines_of_orders.rows_b.matched', sum(lines)::VARCHAR FROM lines WHERE has_header
UNION ALL SELECT 'order_totals.groups', count(*)::VARCHAR FROM classed
UNION ALL
SELECT 'order_totals.groups.' || name, count_if(class = name)::VARCHAR
FROM classed, (SELECT unnest(['matched', 'missing-a', 'missing-b', 'currency', 'amount', 'definition', 'period']) AS name) GROUP BY name
UNION ALL SELECT 'order_totals.discrepancies.currency', count_if(in_a AND in_b AND relabelled)::VARCHAR FROM pairs
UNION ALL SELECT 'order_totals.discrepancies.period', count_if(other_month)::VARCHAR FROM pairs
UNION ALL SELECT 'order_totals.discrepancies.missing-a', count_if(NOT in_a AND NOT outside)::VARCHAR FROM pairs
UNION ALL SELECT 'order_totals.bridge.' || measure || '.' || line || '.groups', count(*)::VARCHAR FROM walk GROUP BY line, measure
UNION ALL SELECT 'order_totals.bridge.' || measure || '.' || line || '.amount', sum(amount)::VARCHAR FROM walk GROUP BY line, measure
UNION ALL SELECT 'order_totals.total_a.' || m, sum(a)::VARCHAR
FROM (SELECT unnest(['revenue', 'tax', 'freight']) AS m, unnest([revenue, tax, freight]) AS a FROM h) GROUP BY m
UNION ALL SELECT 'order_totals.total_b.' || m, sum(a)::VARCHAR
FROM (SELECT unnest(['revenue', 'tax', 'freight']) AS m, unnest([revenue, tax, freight]) AS a FROM w) GROUP BY m
