-- object: person_registered
select c.customerid as customer_id, c.personid as person_id, c.territoryid as territory_id
from source.customers c
where c.personid is not null and c.storeid is null
