-- The rows of all parts as one table, and what they say of each point.
SELECT
    point,
    any_value(outage) AS outage,
    count(*) AS runs,
    avg(late) AS late,
    avg("invoice.dead") AS dead,
    avg("invoice.dead == 0") AS none_dead
FROM read_csv('part-*.csv', header = true)
GROUP BY point
ORDER BY point;
