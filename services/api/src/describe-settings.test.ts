import { expect, it, test } from 'vitest'
import { givenSettings, readConfig } from './config.ts'
import { describeSettings } from './describe-settings.ts'

const canary = 'canary-9f3c'
const environment = {
  BINDERY_DATABASE_URL: `postgres://bindery:${canary}@db.internal/bindery`,
  BINDERY_BOOTSTRAP_API_KEY: canary,
  BINDERY_MASTER_KEY: '42'.repeat(32),
  BINDERY_MASTER_KEY_OLD: '43'.repeat(32),
  BINDERY_MODEL: 'small',
  OPENAI_API_KEY: canary,
  OPENAI_BASE_URL: `https://user:${canary}@models.example/v1?key=${canary}`,
  BINDERY_PORT: '4444',
}

it('shows no secret, and nothing that may hold one', () => {
  const text = JSON.stringify(describeSettings(readConfig(environment), givenSettings(environment)))
  expect(text).not.toContain(canary)
  expect(text).not.toContain('4242')
  expect(text).not.toContain('4343')
})

test.each([
  ['BINDERY_PORT', 'environment', '4444'],
  ['BINDERY_HOST', 'default', '127.0.0.1'],
  ['BINDERY_DATABASE_URL', 'environment', undefined],
  ['BINDERY_PUBLIC_URL', 'default', undefined],
  ['OPENAI_BASE_URL', 'environment', 'https://models.example/v1'],
])('%s comes from the %s as %s', (name, from, value) => {
  const facts = describeSettings(readConfig(environment), givenSettings(environment))
  expect(facts.find((fact) => fact.name === name)).toMatchObject({ from, value })
})

it('takes a key of a model for one of ours only where a model is named', () => {
  expect(givenSettings({ OPENAI_API_KEY: canary }).has('OPENAI_API_KEY')).toBe(false)
})
