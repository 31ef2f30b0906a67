-- object: order_contact
-- An order whose person or consent is not on record is unknown, and unknown is not contactable.
select
  o.order_id,
  o.order_number,
  o.channel,
  p.person_id,
  case when c.email_promotion is null then 'unknown' when c.email_promotion = 0 then 'no' else 'yes' end as contactable,
  coalesce(c.email_promotion > 0, false) as may_contact
from orders o
left join (
  select b.customer_id, b.person_id from buyers b
  union all
  select k.customer_id, k.person_id from contacts k
) p on p.customer_id = o.customer_id
left join consents c on c.person_id = p.person_id
