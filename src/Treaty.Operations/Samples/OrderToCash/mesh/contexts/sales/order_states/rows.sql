-- object: order_states
select
  o.order_id,
  o.customer_id,
  o.placed_at,
  o.channel,
  o.currency,
  o.gross_amount,
  o.shipping_fee,
  o.gross_amount + o.shipping_fee as total_amount,
  case when c.order_id is not null then 'cancelled' when s.order_id is not null then 'shipped' else 'placed' end as state
from sales.orders__order_placed o
left join sales.orders__order_shipped s on s.order_id = o.order_id
left join sales.orders__order_cancelled c on c.order_id = o.order_id
