import { type CheckedConnection, type CheckResult, type ConnectionCheck } from './check-list.ts'
import { type DatabaseTest, testDatabase } from './test-database.ts'

/** Which steps of a database each check is made of, and what to do where one did not pass. */
const parts = [
  {
    name: 'address',
    steps: ['address'],
    hint: 'Check host and port, and whether this server can reach them.',
  },
  { name: 'tls', steps: ['tls'], hint: 'Give the authority of the certificate, or another sslmode.' },
  { name: 'credential', steps: ['authentication'], hint: 'Check user, password and name of the database.' },
  {
    name: 'read',
    steps: ['read_schema', 'timed_read', 'latency'],
    hint: 'Grant the user select on the tables that skills need.',
  },
  {
    name: 'rights',
    steps: ['read_only_session'],
    hint: 'Make a user with no more rights than skills need: GET .../sql/scripts.',
  },
] as const

/** The steps of a database as the five checks of every kind. */
export async function checkDatabase(test: DatabaseTest): Promise<CheckedConnection> {
  const { ok, checks } = await testDatabase(test)
  return { ok, checks: parts.flatMap((part) => fold(part, checks)) }
}

/** Nothing where none of the steps was reached. */
function fold(
  { name, steps, hint }: (typeof parts)[number],
  checks: readonly ConnectionCheck[],
): readonly ConnectionCheck[] {
  const own = checks.filter((check) => steps.some((step) => step === check.name))
  if (own.length === 0) return []
  const result = worst(own)
  return [
    {
      name,
      result,
      ok: result !== 'failed',
      ms: own.reduce((sum, { ms }) => sum + ms, 0),
      detail: own.map(({ detail }) => detail).join(' '),
      ...(result === 'passed' ? {} : { hint }),
    },
  ]
}

function worst(checks: readonly ConnectionCheck[]): CheckResult {
  const order = ['failed', 'unproven'] as const
  return order.find((result) => checks.some((check) => check.result === result)) ?? 'passed'
}
