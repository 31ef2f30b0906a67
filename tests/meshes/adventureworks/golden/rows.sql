-- How many rows each product must publish, and how many pass with a warning. Nothing is quarantined.
WITH h AS (SELECT * FROM read_csv('oltp/salesorderheader.csv', all_varchar = true)),
d AS (SELECT * FROM read_csv('oltp/salesorderdetail.csv.gz', all_varchar = true)),
c AS (SELECT * FROM read_csv('oltp/customer.csv', all_varchar = true)),
p AS (SELECT * FROM read_csv('oltp/person.csv', all_varchar = true)),
w AS (SELECT SalesOrderNumber FROM read_parquet('dw/FactInternetSales.parquet')
  UNION SELECT SalesOrderNumber FROM read_parquet('dw/FactResellerSales.parquet'))
SELECT 'published.sales.orders' AS fact, count(*)::VARCHAR AS value FROM h
UNION ALL SELECT 'published.sales.order_lines', count(*)::VARCHAR FROM d
UNION ALL SELECT 'published.people.persons', count(*)::VARCHAR FROM p
UNION ALL SELECT 'published.people.email_consents', count(*)::VARCHAR FROM p
UNION ALL SELECT 'published.individual_sales.customers', count(*)::VARCHAR FROM c WHERE storeid IS NULL AND personid IS NOT NULL
UNION ALL SELECT 'published.store_relations.customers', count(*)::VARCHAR FROM c WHERE storeid IS NOT NULL AND personid IS NOT NULL
UNION ALL SELECT 'published.reseller_sales.customers', count(*)::VARCHAR FROM c WHERE storeid IS NOT NULL AND personid IS NULL
UNION ALL SELECT 'published.legacy.dw_sales_orders', count(*)::VARCHAR FROM w
UNION ALL SELECT 'published.zone.order_revenue', count(*)::VARCHAR FROM h SEMI JOIN d USING (salesorderid)
UNION ALL SELECT 'published.zone.order_contactability', count(*)::VARCHAR FROM h
UNION ALL SELECT 'warnings.sales.order_lines', count(*)::VARCHAR FROM d ANTI JOIN h USING (salesorderid)
UNION ALL SELECT 'warnings.individual_sales.customers', count(*)::VARCHAR FROM c ANTI JOIN p ON businessentityid = personid
  WHERE storeid IS NULL
UNION ALL SELECT 'warnings.store_relations.customers', count(*)::VARCHAR FROM c ANTI JOIN p ON businessentityid = personid
  WHERE storeid IS NOT NULL AND personid IS NOT NULL
UNION ALL
SELECT 'warnings.zone.order_contactability', count(*)::VARCHAR
FROM h LEFT JOIN c USING (customerid) ANTI JOIN p ON businessentityid = c.personid
