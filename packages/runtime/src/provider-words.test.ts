import { type JsonObject, PlatformError, scalarType, type SkillParameter, toRefusal } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample } from './testing/run-sample.ts'
import { sampleSkill, sampleWorld } from './testing/sample-run.ts'

const parameter = (name: string, change: Partial<SkillParameter> = {}): SkillParameter => ({
  name,
  type: scalarType('string'),
  nullable: false,
  required: true,
  ...change,
})

const refusing = (message: string) => {
  const refusal = toRefusal([{ message }])
  const details = { upstreamStatus: 422, ...(refusal === undefined ? {} : { refusal }) }
  return sampleWorld(() => Promise.reject(new PlatformError('upstream_error', 'Refused.', details)))
}

interface Case {
  readonly parameter: SkillParameter
  readonly params?: JsonObject
  readonly context?: JsonObject
  readonly transform?: string
  readonly said: string
  readonly told: string
  readonly kept: string
}

test.each<[string, Case]>([
  [
    'what the platform filled in, of any class',
    {
      parameter: parameter('verified_customer_email', { origin: 'context' }),
      context: { verified_customer_email: 'ada@example.com' },
      said: 'ada@example.com is locked',
      told: '*** is locked',
      kept: '*** is locked',
    },
  ],
  [
    'a verified date of birth',
    {
      parameter: parameter('verified_date_of_birth', { origin: 'context' }),
      context: { verified_date_of_birth: '1990-05-17' },
      said: 'Born 1990-05-17 is too young',
      told: 'Born *** is too young',
      kept: 'Born *** is too young',
    },
  ],
  [
    'a value as it was sent, not only as it was given',
    {
      parameter: parameter('card_code'),
      params: { card_code: 'ab-4711' },
      transform: '$uppercase($replace($, "-", ""))',
      said: 'AB4711 and ab-4711 are unknown',
      told: '*** and *** are unknown',
      kept: '*** and *** are unknown',
    },
  ],
  [
    'a value whose blanks the cleaning joined',
    {
      parameter: parameter('card_code'),
      params: { card_code: 'ab  4711' },
      said: 'ab 4711 is unknown',
      told: '*** is unknown',
      kept: '*** is unknown',
    },
  ],
  [
    'a way to reach somebody from the record, whole, where the words are cut',
    {
      parameter: parameter('customer_email'),
      params: { customer_email: 'ada@example.com' },
      said: `${'x'.repeat(492)}ada@example.com`,
      told: `${'x'.repeat(492)}ada@exa…`,
      kept: `${'x'.repeat(492)}***`,
    },
  ],
])('takes out %s', async (_, { said, told, kept, transform, ...given }) => {
  const { name } = given.parameter
  const source = { from: 'parameter', name, ...(transform === undefined ? {} : { transform }) } as const
  const skill = sampleSkill({
    parameters: [given.parameter],
    assignments: [{ target: ['id'], targetType: scalarType('string'), targetNullable: false, source }],
  })
  const world = refusing(said)
  const call = {
    params: given.params ?? {},
    ...(given.context === undefined ? {} : { context: given.context }),
  }
  expect(await runSample(skill, { world, call })).toMatchObject({
    status: 'failed',
    error: { details: { provider: { status: 422, message: told } } },
  })
  expect(world.state.records()).toMatchObject([{ provider: { status: 422, message: kept } }])
})
