-- The numbers that lead to a learner whose family name begins so: between the beginning and what comes after all such
-- names. Written out, because a prepared `like` finds no index.
with recursive family as (
    select uln from service_learner
    where status = 'live'
      and lower(family_name) ~>=~ lower(%(surname)s) and lower(family_name) ~<~ (lower(%(surname)s) || chr(1114111))
    union
    select d.uln from family f join service_learner d on d.linked_to_id = f.uln
)
select uln from family
