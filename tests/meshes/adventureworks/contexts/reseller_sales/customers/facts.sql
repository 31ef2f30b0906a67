-- object: store_registered
select c.customerid as customer_id, c.storeid as store_id, s.storename as store_name, c.territoryid as territory_id
from source.customers c
left join source.stores s on s.businessentityid = c.storeid
where c.personid is null and c.storeid is not null
