import type { Migration } from './migration.ts'
import { fence } from './tenant-isolation.ts'

/**
 * Calls that a limit let in, each in a place of a ring that is written over when it is 60 s old: what a call costs depends on no
 * limit. Rows are changed where they stand and in no index, so that the embedded database, which is never vacuumed, uses their
 * room again. The ring has as many places as the limit was at its highest, by powers of two.
 *
 * The function sees what was committed when it got the row of its limit, and decides by a search among times that rise: which is
 * the first of the last minute.
 */
export const rateHits: Migration = {
  name: '034-rate-hits',
  sql: `
alter table rate_limits rename to rate_limits_before;
create table rate_limits (
  organization_id uuid not null references organizations(id) on delete cascade,
  scope text not null,
  taken bigint not null default 0,
  places integer not null default 16,
  taken_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, scope)
) with (fillfactor = 50);
${fence('rate_limits')}
create table rate_limit_hits (
  organization_id uuid not null,
  scope text not null,
  place integer not null,
  sequence bigint not null,
  at timestamptz not null,
  primary key (organization_id, scope, place),
  foreign key (organization_id, scope) references rate_limits(organization_id, scope) on delete cascade
) with (fillfactor = 50);
${fence('rate_limit_hits')}

create function take_from_limit(owner uuid, named text, per_minute integer,
  out admitted boolean, out used bigint, out retry_after_ms double precision) language plpgsql volatile as $$
declare
  held record;
  moment timestamptz;
  seen timestamptz;
  first bigint;
  behind bigint;
  middle bigint;
begin
  loop
    select taken, places into held from rate_limits
    where rate_limits.organization_id = owner and rate_limits.scope = named for update;
    exit when found;
    insert into rate_limits (organization_id, scope) values (owner, named) on conflict do nothing;
  end loop;
  moment := clock_timestamp();

  -- The first call of the last minute, or the next one where there is none.
  first := greatest(1, held.taken - held.places + 1);
  behind := held.taken + 1;
  while first < behind loop
    middle := (first + behind) / 2;
    select at into seen from rate_limit_hits
    where organization_id = owner and scope = named and place = middle % held.places;
    if seen is null or seen <= moment - interval '60 seconds' then first := middle + 1; else behind := middle; end if;
  end loop;
  used := held.taken + 1 - first;
  admitted := used < per_minute;

  if admitted then
    if per_minute > held.places then
      held.places := 2 ^ ceil(log(2, per_minute));
      with moved as (delete from rate_limit_hits where organization_id = owner and scope = named returning sequence, at)
      insert into rate_limit_hits (organization_id, scope, place, sequence, at)
      select owner, named, moved.sequence % held.places, moved.sequence, moved.at from moved where moved.sequence >= first;
    end if;
    held.taken := held.taken + 1;
    used := used + 1;
    update rate_limits set taken = held.taken, places = held.places, taken_at = moment
    where organization_id = owner and scope = named;
    insert into rate_limit_hits (organization_id, scope, place, sequence, at)
    values (owner, named, held.taken % held.places, held.taken, moment)
    on conflict (organization_id, scope, place) do update set sequence = excluded.sequence, at = excluded.at;
  end if;

  -- As many must grow old as a limit that was higher before let in too many.
  select at into seen from rate_limit_hits
  where organization_id = owner and scope = named
    and place = greatest(first, held.taken - per_minute + 1) % held.places
    and sequence = greatest(first, held.taken - per_minute + 1);
  retry_after_ms := coalesce(greatest(0, ceil(extract(epoch from (seen + interval '60 seconds' - moment)) * 1000)), 0);
end $$;

insert into rate_limits (organization_id, scope, taken, places)
select organization_id, scope, cardinality(hits), 2 ^ ceil(log(2, greatest(16, cardinality(hits)))) from rate_limits_before;
insert into rate_limit_hits (organization_id, scope, place, sequence, at)
select before.organization_id, before.scope, hit.sequence % rate_limits.places, hit.sequence, hit.at
from rate_limits_before before join rate_limits using (organization_id, scope)
cross join lateral unnest(before.hits) with ordinality as hit (at, sequence);
drop table rate_limits_before;
`,
}
