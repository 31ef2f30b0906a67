-- object: order_placed
select order_id, customer_id, placed_at, channel, currency, gross_amount, shipping_fee
from source.orders

-- object: order_shipped
select order_id, occurred_at as shipped_at
from source.order_events
where event = 'shipped'

-- object: order_cancelled
select order_id, occurred_at as cancelled_at, reason
from source.order_events
where event = 'cancelled'
