/**
 * Row-level security of a tenant table: rows of one organisation are seen in its own transactions only. The platform
 * scope is for what comes before an organisation is known: key lookup, job pick-up, start-up.
 */
export const isolate = (table: string, owner = 'organization_id'): string => `
alter table ${table} enable row level security;
alter table ${table} force row level security;
create policy tenant on ${table}
  using (${owner}::text = current_setting('bindery.organization', true)
    or current_setting('bindery.organization', true) = 'platform')
  with check (${owner}::text = current_setting('bindery.organization', true)
    or current_setting('bindery.organization', true) = 'platform');
`

/**
 * Fences a table that is made after `029-role-policies`: nobody sees a row before the start that follows gives each role its
 * policy.
 */
export const fence = (table: string): string => `
alter table ${table} enable row level security;
alter table ${table} force row level security;
`
