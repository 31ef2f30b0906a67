-- Which orders both worlds know, and what they come to by channel.
WITH h AS (
  SELECT 'SO' || salesorderid AS so, salesorderid AS id, onlineorderflag = 't' AS online, subtotal::DECIMAL(18,4) AS subtotal,
    orderdate::TIMESTAMP::DATE AS day
  FROM read_csv('oltp/salesorderheader.csv', all_varchar = true)
), d AS (
  SELECT 'SO' || salesorderid AS so, productid, orderqty
  FROM read_csv('oltp/salesorderdetail.csv.gz', all_varchar = true)
), f AS (
  SELECT SalesOrderNumber AS so, true AS online, ProductKey, OrderQuantity, SalesAmount, OrderDate::DATE AS day
    FROM read_parquet('dw/FactInternetSales.parquet')
  UNION ALL
  SELECT SalesOrderNumber, false, ProductKey, OrderQuantity, SalesAmount, OrderDate::DATE
    FROM read_parquet('dw/FactResellerSales.parquet')
), w AS (
  SELECT so, bool_and(online) AS online, count(*) AS lines, sum(SalesAmount) AS revenue, any_value(day) AS day,
    count(DISTINCT day) AS days FROM f GROUP BY so
), shared AS (
  SELECT h.*, w.online AS w_online, w.lines, w.revenue, w.day AS w_day, w.days, (SELECT count(*) FROM d WHERE d.so = h.so) AS h_lines
    FROM h JOIN w USING (so)
), codes AS (
  SELECT d.so, p.productnumber AS code, d.orderqty::INT AS quantity, 1 AS n
  FROM d SEMI JOIN h USING (so) JOIN read_csv('oltp/product.csv', all_varchar = true) p USING (productid)
  UNION ALL
  SELECT f.so, p.ProductAlternateKey, f.OrderQuantity::INT, -1
  FROM f SEMI JOIN h USING (so) JOIN read_parquet('dw/DimProduct.parquet') p USING (ProductKey)
), orphans AS (
  SELECT so, count(*) AS n FROM d ANTI JOIN h USING (so) GROUP BY so
)
SELECT 'orders.with_header' AS fact, count(*)::VARCHAR AS value FROM h
UNION ALL SELECT 'orders.in_both', count(*)::VARCHAR FROM shared
UNION ALL SELECT 'orders.same_channel', count_if(online = w_online)::VARCHAR FROM shared
UNION ALL SELECT 'orders.same_line_count', count_if(lines = h_lines)::VARCHAR FROM shared
UNION ALL SELECT 'orders.other_products', count(*)::VARCHAR FROM (SELECT so FROM codes GROUP BY so, code, quantity HAVING sum(n) <> 0)
UNION ALL SELECT 'orders.153_days_earlier_in_warehouse', count_if(w_day + 153 = day AND days = 1)::VARCHAR FROM shared
UNION ALL SELECT 'orders.same_month', count_if(date_trunc('month', w_day) = date_trunc('month', day))::VARCHAR FROM shared
UNION ALL SELECT 'orders.online', count_if(online)::VARCHAR FROM h
UNION ALL SELECT 'orders.reseller', count_if(NOT online)::VARCHAR FROM h
UNION ALL SELECT 'revenue.online', sum(subtotal)::VARCHAR FROM h WHERE online
UNION ALL SELECT 'revenue.reseller', sum(subtotal)::VARCHAR FROM h WHERE NOT online
UNION ALL SELECT 'revenue.online.cents', round(sum(subtotal), 2)::VARCHAR FROM h WHERE online
UNION ALL SELECT 'revenue.reseller.cents', round(sum(subtotal), 2)::VARCHAR FROM h WHERE NOT online
UNION ALL SELECT 'revenue.warehouse.online', sum(revenue)::VARCHAR FROM shared WHERE online
UNION ALL SELECT 'revenue.warehouse.reseller', sum(revenue)::VARCHAR FROM shared WHERE NOT online
UNION ALL SELECT 'revenue.same_to_the_cent', count_if(round(subtotal, 2) = round(revenue, 2))::VARCHAR FROM shared
UNION ALL SELECT 'revenue.same_to_the_fourth_digit', count_if(subtotal = revenue)::VARCHAR FROM shared
UNION ALL SELECT 'lines.all', count(*)::VARCHAR FROM d
UNION ALL SELECT 'lines.without_header', sum(n)::VARCHAR FROM orphans
UNION ALL SELECT 'lines.without_header.orders', count(*)::VARCHAR FROM orphans
UNION ALL SELECT 'lines.without_header.orders_in_warehouse', count(*)::VARCHAR FROM orphans JOIN w USING (so)
UNION ALL SELECT 'warehouse.orders', count(*)::VARCHAR FROM w
UNION ALL SELECT 'warehouse.orders_after_extract', count(*)::VARCHAR FROM w WHERE day > DATE '2011-07-31'
