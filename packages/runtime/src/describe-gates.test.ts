import { Guardrail, openScoping } from '@bindery/model'
import { expect, test } from 'vitest'
import { describeGates } from './describe-gates.ts'
import type { RunnableSkill } from './ports.ts'
import { runnableOf, sampleSkill, sampleWrite } from './testing/sample-run.ts'

const read = runnableOf(sampleSkill())
const full = { nonParallelizable: true, requiresVerifiedIdentity: true, requiresConfirmation: true }
const write = runnableOf(sampleWrite(full))
const guarded = (runnable: RunnableSkill, ...rules: readonly object[]): RunnableSkill => ({
  ...runnable,
  guardrails: rules.map((rule) => Guardrail.parse(rule)),
})
const policy = (change: object) => runnableOf(sampleSkill({ policy: { ...sampleSkill().policy, ...change } }))
const hours = { timezone: 'Europe/Amsterdam', days: ['mon', 'tue'], from: '09:00', to: '17:00' }

test.each<[string, RunnableSkill, readonly string[]]>([
  ['an open read', read, []],
  ['a disabled skill', { ...read, isEnabled: false }, ['enabled: refuses every call: the skill is disabled']],
  [
    'a stale skill',
    { ...read, stale: 'The field is gone.' },
    ['stale: refuses every call: The field is gone.'],
  ],
  [
    'a skill that scoping blocks',
    {
      ...runnableOf(sampleSkill({ uses: { objects: ['Ticket'], fields: ['Ticket.subject'] } })),
      scoping: { ...openScoping, blockedFields: ['Ticket.subject'] },
    },
    ['scope: refuses every call: scoping blocks "Ticket.subject"'],
  ],
  [
    'a write',
    write,
    [
      'identity: asks for a verified caller',
      'conversation_turn: lets writes of one conversation run one after another',
      'confirmation: asks for a confirmation of each call',
    ],
  ],
  [
    'limits of the binding',
    policy({
      rateLimitPerMinute: 5,
      rateLimitKey: 'a',
      maxSuccessfulCalls: 2,
      phases: ['book'],
      allowedStates: ['x', 'y'],
    }),
    [
      'conversation_state: allows calls in the phases book and in the states x, y only',
      'rate_limit: allows 5 calls a minute, shared by all skills of the action',
      'successful_calls: allows 2 successful calls per conversation',
    ],
  ],
  [
    'guardrails on a read',
    guarded(
      { ...read, stepUpSeconds: 60 },
      { policyType: 'content_policy', config: { blockedTerms: ['secret'] } },
      { policyType: 'write_gate', config: { mode: 'deny' } },
      { policyType: 'business_hours', config: { ...hours, appliesTo: 'all' } },
      { policyType: 'business_hours', config: hours },
      { policyType: 'rate_limit', config: { perMinute: 9 } },
    ),
    [
      'content_policy: refuses parameters, or withholds outputs, that hold a blocked term',
      'business_hours: allows calls on mon, tue 09:00 to 17:00 (Europe/Amsterdam) only',
      'identity: asks for a verified caller, in the last 60 s',
      'guardrail_rate_limit: allows 9 calls a minute per agent',
    ],
  ],
  [
    'a write that a guardrail forbids',
    guarded(runnableOf(sampleWrite()), {
      policyType: 'write_gate',
      config: { mode: 'deny' },
    }),
    ['write_gate: refuses every call: the agent may not write'],
  ],
  [
    'a write that an operator must approve',
    guarded(runnableOf(sampleWrite()), {
      policyType: 'write_gate',
      config: { mode: 'operator' },
    }),
    ['confirmation: asks for the approval of an operator for each call'],
  ],
])('tells what the gates ask of %s', (_, runnable, expected) => {
  expect(describeGates(runnable).map(({ gate, demand }) => `${gate}: ${demand}`)).toEqual(expected)
})
