import type { Migration } from './migration.ts'

/**
 * Takes away the policies that joined an organisation's rows and the platform's view by "or", a condition that no index
 * answers. Until a start puts those of each role in their place, nobody sees a row of a fenced table.
 */
export const rolePolicies: Migration = {
  name: '029-role-policies',
  sql: `
do $$
declare
  old record;
begin
  for old in select polname, polrelid::regclass as fenced from pg_policy
    where polname in ('tenant', 'platform_only') and polroles = '{0}' loop
    execute format('drop policy %I on %s', old.polname, old.fenced);
  end loop;
end $$;
`,
}
