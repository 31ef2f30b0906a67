-- object: warehouse_order
-- The fact tables hold order lines; their amounts are DECIMAL(19,4) in the files, so no binary floating point is read here.
-- Date and currency are grouped by, not picked: an order that had two of either would come out twice and break its key.
-- Warehouse dates lie 153 days before those of the order system; source_order_date gives the days back and is stated beside the date as reported.
select
  l.order_number,
  l.channel,
  l.order_date,
  cast(l.order_date + 153 as date) as source_order_date,
  cast(sum(l.sales_amount) as decimal(18,4)) as revenue,
  cast(sum(l.tax_amount) as decimal(18,4)) as tax,
  cast(sum(l.freight) as decimal(18,4)) as freight,
  c.CurrencyAlternateKey as currency,
  count(*) as line_count
from (
  select
    i.SalesOrderNumber as order_number, 'online' as channel, cast(i.OrderDate as date) as order_date, i.CurrencyKey as currency_key,
    i.SalesAmount as sales_amount, i.TaxAmt as tax_amount, i.Freight as freight
  from source.internet_sales i
  union all
  select
    r.SalesOrderNumber as order_number, 'reseller' as channel, cast(r.OrderDate as date) as order_date, r.CurrencyKey as currency_key,
    r.SalesAmount as sales_amount, r.TaxAmt as tax_amount, r.Freight as freight
  from source.reseller_sales r
) l
left join source.currencies c on c.CurrencyKey = l.currency_key
group by l.order_number, l.channel, l.order_date, c.CurrencyAlternateKey
