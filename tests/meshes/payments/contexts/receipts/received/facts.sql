-- object: payment_received
select
  s.unique_id as payment_id,
  s.memo as memo,
  trim(split_part(s.memo, ' ', 1) || ' ' || split_part(s.memo, ' ', 2)) as payer,
  s.transaction_date as booked_on,
  cast(s.amount as decimal(18,2)) as amount
from source.statement s
