-- object: revenue
with refunded as (
  select order_ref, cast(sum(amount) as decimal(18,2)) as amount
  from refunds
  group by order_ref
)
select
  o.order_id,
  o.customer_id,
  o.placed_at,
  o.channel,
  o.currency,
  o.state,
  o.gross_amount,
  o.shipping_fee,
  coalesce(r.amount, 0) as refunded,
  case when o.state = 'cancelled' then 0 else o.gross_amount - coalesce(r.amount, 0) end as net_revenue,
  coalesce(p.class, 'missing-b') as payment_state
from orders o
left join refunded r on r.order_ref = o.order_id
left join groups.order_payment p on p.group_key = o.order_id
