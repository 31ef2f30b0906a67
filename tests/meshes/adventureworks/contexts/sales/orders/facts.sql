-- object: order_placed
-- A midnight is stripped from the day; any other time of day stays in the text and is refused by the contract.
-- A rate that is not in the rate table leaves quoted_currency empty, which the contract refuses too.
select
  o.salesorderid as order_id,
  'SO' || o.salesorderid as order_number,
  o.customerid as customer_id,
  o.onlineorderflag as is_online,
  case o.onlineorderflag when 't' then 'online' when 'f' then 'reseller' end as channel,
  replace(o.orderdate, ' 00:00:00', '') as order_date,
  o.subtotal as subtotal,
  o.taxamt as tax,
  o.freight as freight,
  o.totaldue as total_due,
  o.currencyrateid as currency_rate_id,
  case when o.currencyrateid is null then 'USD' when r.from_currency = 'USD' then r.to_currency end as quoted_currency
from source.orders o
left join source.currency_rates r on r.currency_rate_id = o.currencyrateid
