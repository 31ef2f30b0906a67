-- object: order_amounts
select
  o.order_id,
  o.order_number,
  o.channel,
  o.order_date,
  o.quoted_currency,
  o.subtotal as revenue,
  o.tax,
  o.freight,
  g.subtotal_b as line_total,
  g.rows_b as line_count,
  g.class as lines_class
from orders o
left join groups.order_lines_of_orders g on g.group_key = o.order_id
