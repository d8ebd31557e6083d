import { expect, test } from 'vitest'
import { readRefusal } from './read-refusal.ts'

const bodyOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body))

test.each<[string, unknown, unknown]>([
  ['nothing', '', undefined],
  [
    'problem+json',
    { type: '/p/1', title: 'Bad', detail: 'The date is past.' },
    { code: '/p/1', message: 'The date is past.' },
  ],
  ['a message', { message: 'No such plan.' }, { message: 'No such plan.' }],
  ['an error as text', { error: 'no such plan' }, { message: 'no such plan' }],
  [
    'an error as an object',
    { error: { code: 'plan_unknown', message: 'No such plan.', param: 'plan' } },
    { code: 'plan_unknown', field: 'plan', message: 'No such plan.' },
  ],
  [
    'an error of OAuth',
    { error: 'invalid_grant', error_description: 'The code was used.' },
    { code: 'invalid_grant', message: 'The code was used.' },
  ],
  [
    'errors as a list',
    { errors: [{ field: 'email', code: 'taken', message: 'is taken' }, 'and more'] },
    { code: 'taken', field: 'email', message: 'is taken', others: [{ message: 'and more' }] },
  ],
  [
    'errors of JSON:API',
    { errors: [{ status: '422', title: 'Invalid', detail: 'too short', source: { pointer: '/data/name' } }] },
    { code: '422', field: '/data/name', message: 'too short' },
  ],
  ['errors by field', { errors: { phone: ['is no number'] } }, { field: 'phone', message: 'is no number' }],
  [
    'a message with errors by field',
    { message: 'The data was invalid.', errors: { phone: ['is no number'] } },
    { message: 'The data was invalid.', others: [{ field: 'phone', message: 'is no number' }] },
  ],
  [
    'places of FastAPI',
    { detail: [{ loc: ['body', 'age'], msg: 'not an integer', type: 'int_parsing' }] },
    { code: 'int_parsing', field: 'body.age', message: 'not an integer' },
  ],
  [
    'fields alone, as Django writes them',
    { email: ['Enter an address.'] },
    { field: 'email', message: 'Enter an address.' },
  ],
  ['plain text', 'Quota exceeded', { message: 'Quota exceeded' }],
  [
    'a page',
    '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>',
    { message: '502 Bad Gateway' },
  ],
  ['JSON that says nothing', { ok: false }, undefined],
  ['JSON that is nested without end', `${'['.repeat(2000)}${']'.repeat(2000)}`, undefined],
])('reads %s', (_, body, expected) => {
  const response = {
    status: 422,
    headers: new Map<string, string>(),
    body: new TextEncoder().encode(bodyOf(body)),
  }
  expect(readRefusal(response)?.tell((text) => text)).toEqual(
    expected === undefined ? undefined : { status: 422, ...Object(expected) },
  )
})

test('reads the title of a hostile page in proportion to its length', () => {
  const work = (times: number): number => {
    const body = new TextEncoder().encode('<title'.repeat(times))
    const began = process.cpuUsage()
    for (let round = 0; round < 20; round += 1)
      readRefusal({ status: 502, headers: new Map(), body })?.tell((text) => text)
    const { user, system } = process.cpuUsage(began)
    return user + system
  }
  work(10_000)
  // Eight times the page; in the square it would be 64 times the work.
  expect(work(10_000)).toBeLessThan(32 * Math.max(work(1_250), 2_000))
})
