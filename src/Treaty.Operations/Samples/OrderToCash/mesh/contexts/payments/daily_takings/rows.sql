-- object: daily_takings
select cast(captured_at as date) as day, currency, count(*) as payments, cast(sum(amount) as decimal(18,2)) as captured
from payments.settlements
where state <> 'voided'
group by 1, 2
