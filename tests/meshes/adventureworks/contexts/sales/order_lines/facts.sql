-- object: order_line_recorded
-- The product of price, quantity and discount has up to six digits; it is rounded once a line, in decimal arithmetic.
-- Price and discount are also published as text came in, so the contract refuses one with more digits than are computed with here.
select
  d.salesorderdetailid as order_line_id,
  d.salesorderid as order_id,
  d.productid as product_id,
  d.orderqty as quantity,
  d.unitprice as unit_price,
  d.unitpricediscount as discount_rate,
  cast(round(
    try_cast(d.unitprice as decimal(12,4)) * try_cast(d.orderqty as integer) * (1 - try_cast(d.unitpricediscount as decimal(5,4))),
    4) as decimal(18,4)) as line_total,
  replace(d.modifieddate, ' 00:00:00', '') as line_date
from source.order_lines d
