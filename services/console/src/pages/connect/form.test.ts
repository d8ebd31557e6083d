import type { CredentialField } from '@bindery/client'
import { expect, test } from 'vitest'
import { hideSecrets, toCredentials } from './form.ts'

const field = (name: string, rest: Partial<CredentialField> = {}): CredentialField => ({
  name,
  title: name,
  required: true,
  secret: false,
  kind: 'text',
  ...rest,
})
const fields = [
  field('client_id'),
  field('client_secret', { secret: true }),
  field('scopes', { kind: 'list' }),
  field('headers', { kind: 'members', secret: true }),
  field('audience'),
  field('timezone', { kind: 'zone', required: false }),
]
const values = {
  client_id: 'desk',
  client_secret: 'canary-1',
  scopes: 'read, write\nadmin',
  headers: [
    { name: 'X-Key', value: 'canary-2' },
    { name: '', value: '' },
  ],
  audience: '',
  of_another_method: 'canary-3',
}

test('what was typed becomes the members of the credential that its method has', () => {
  expect(toCredentials(fields, values)).toEqual({
    client_id: 'desk',
    client_secret: 'canary-1',
    scopes: ['read', 'write', 'admin'],
    headers: { 'X-Key': 'canary-2' },
    // None is chosen, not left open: it takes away what was declared before.
    timezone: null,
  })
})

test('no secret is in what is shown or copied', () => {
  const shown = hideSecrets(fields, values)
  expect(JSON.stringify(shown)).not.toContain('canary')
  expect(toCredentials(fields, shown)).toMatchObject({
    client_id: 'desk',
    client_secret: '<client_secret>',
    headers: { 'X-Key': '<X-Key>' },
  })
})
