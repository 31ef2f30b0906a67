-- How the two worlds differ on the orders of both: tax, freight, the label of the currency.
WITH h AS (
  SELECT 'SO' || salesorderid AS so, CASE onlineorderflag WHEN 't' THEN 'online' ELSE 'reseller' END AS channel,
    taxamt::DECIMAL(18,4) AS tax, freight::DECIMAL(18,4) AS freight, subtotal::DECIMAL(18,4) AS revenue, currencyrateid AS rate
  FROM read_csv('oltp/salesorderheader.csv', all_varchar = true)
), w AS (
  SELECT SalesOrderNumber AS so, CurrencyKey, sum(SalesAmount) AS revenue, sum(TaxAmt) AS tax, sum(Freight) AS freight
  FROM (SELECT SalesOrderNumber, CurrencyKey, SalesAmount, TaxAmt, Freight FROM read_parquet('dw/FactInternetSales.parquet')
    UNION ALL SELECT SalesOrderNumber, CurrencyKey, SalesAmount, TaxAmt, Freight FROM read_parquet('dw/FactResellerSales.parquet'))
  GROUP BY ALL
), shared AS (
  SELECT h.so, h.channel, h.rate, h.tax, h.freight, h.revenue, w.tax AS w_tax, w.freight AS w_freight, w.revenue AS w_revenue,
    c.CurrencyAlternateKey AS label,
    (SELECT r.column3 FROM read_csv('oltp_full_side_tables/CurrencyRate.csv.gz', all_varchar = true, header = false, delim = '\t') r
      WHERE r.column0 = h.rate AND r.column2 = 'USD') AS rate_currency
  FROM h JOIN w USING (so) JOIN read_parquet('dw/DimCurrency.parquet') c USING (CurrencyKey)
)
SELECT 'tax.' || channel || '.differ' AS fact, count_if(tax <> w_tax)::VARCHAR AS value FROM shared GROUP BY channel
UNION ALL SELECT 'freight.' || channel || '.differ', count_if(freight <> w_freight)::VARCHAR FROM shared GROUP BY channel
UNION ALL SELECT 'tax.' || channel || '.operational', sum(tax)::VARCHAR FROM shared GROUP BY channel
UNION ALL SELECT 'tax.' || channel || '.warehouse', sum(w_tax)::VARCHAR FROM shared GROUP BY channel
UNION ALL SELECT 'freight.' || channel || '.operational', sum(freight)::VARCHAR FROM shared GROUP BY channel
UNION ALL SELECT 'freight.' || channel || '.warehouse', sum(w_freight)::VARCHAR FROM shared GROUP BY channel
UNION ALL SELECT 'currency.relabelled', count(*)::VARCHAR FROM shared WHERE label <> 'USD'
UNION ALL SELECT 'currency.with_a_rate', count(*)::VARCHAR FROM shared WHERE rate IS NOT NULL
UNION ALL SELECT 'currency.label_is_currency_of_rate', count(*)::VARCHAR FROM shared WHERE label = rate_currency
UNION ALL SELECT 'currency.relabelled_yet_same_amount', count(*)::VARCHAR FROM shared
  WHERE label <> 'USD' AND round(revenue, 2) = round(w_revenue, 2)
UNION ALL SELECT 'currency.relabelled.' || label, count(*)::VARCHAR FROM shared WHERE label <> 'USD' GROUP BY label
