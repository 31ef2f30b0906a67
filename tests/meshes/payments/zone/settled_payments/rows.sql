-- object: payment_settled
select
  s.payment_id as sent_id,
  r.payment_id as received_id,
  s.booked_on as sent_on,
  r.booked_on as received_on,
  s.amount as sent_amount,
  r.amount as received_amount
from groups.sent_received g
join sent s on s._row_id = g.first_row_a
join received r on r._row_id = g.first_row_b
where g.proof <> 'none'
