-- The three meanings of customer, the persons, and whose consent is known.
WITH c AS (
  SELECT * FROM read_csv('oltp/customer.csv', all_varchar = true)
), p AS (
  SELECT * FROM read_csv('oltp/person.csv', all_varchar = true)
), o AS (
  SELECT h.salesorderid, p.emailpromotion
  FROM read_csv('oltp/salesorderheader.csv', all_varchar = true) h
  LEFT JOIN c USING (customerid)
  LEFT JOIN p ON p.businessentityid = c.personid
)
SELECT 'customers.rows' AS fact, count(*)::VARCHAR AS value FROM c
UNION ALL SELECT 'customers.person', count(*)::VARCHAR FROM c WHERE personid IS NOT NULL AND storeid IS NULL
UNION ALL SELECT 'customers.person_and_store', count(*)::VARCHAR FROM c WHERE personid IS NOT NULL AND storeid IS NOT NULL
UNION ALL SELECT 'customers.store', count(*)::VARCHAR FROM c WHERE personid IS NULL AND storeid IS NOT NULL
UNION ALL SELECT 'customers.neither', count(*)::VARCHAR FROM c WHERE personid IS NULL AND storeid IS NULL
UNION ALL SELECT 'customers.person.without_person_row', count(*)::VARCHAR FROM c ANTI JOIN p ON p.businessentityid = c.personid
  WHERE c.personid IS NOT NULL AND c.storeid IS NULL
UNION ALL SELECT 'customers.person_and_store.without_person_row', count(*)::VARCHAR FROM c ANTI
  JOIN p ON p.businessentityid = c.personid WHERE c.personid IS NOT NULL AND c.storeid IS NOT NULL
UNION ALL SELECT 'customers.in_warehouse', count(*)::VARCHAR FROM read_parquet('dw/DimCustomer.parquet')
UNION ALL SELECT 'resellers.in_warehouse', count(*)::VARCHAR FROM read_parquet('dw/DimReseller.parquet')
UNION ALL SELECT 'persons', count(DISTINCT businessentityid)::VARCHAR FROM p
UNION ALL SELECT 'persons.garbled_names', count(*)::VARCHAR FROM p WHERE concat_ws(' ', firstname, middlename, lastname) LIKE '%Ã%'
UNION ALL SELECT 'consent.' || emailpromotion, count(*)::VARCHAR FROM p GROUP BY emailpromotion
UNION ALL SELECT 'contactable.unknown', count(*)::VARCHAR FROM o WHERE emailpromotion IS NULL
UNION ALL SELECT 'contactable.no', count(*)::VARCHAR FROM o WHERE emailpromotion = '0'
UNION ALL SELECT 'contactable.yes', count(*)::VARCHAR FROM o WHERE emailpromotion IN ('1', '2')
