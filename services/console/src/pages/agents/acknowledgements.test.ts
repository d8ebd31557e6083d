import { ProblemError } from '@bindery/client'
import { expect, test } from 'vitest'
import { acknowledgementsFor } from './acknowledgements.ts'

const refused = (...errors: readonly { readonly code: string; readonly message: string }[]): ProblemError =>
  new ProblemError({
    type: 'about:blank',
    title: 'The request needs an acknowledgement',
    status: 409,
    detail: '',
    instance: '',
    code: 'acknowledgement_required',
    request_id: '1',
    errors: errors.map((error) => ({ field: 'where', ...error })),
  })

const scan = { code: 'scan_accepted', message: 'It reads the whole table.' }
const other = { code: 'scan_accepted', message: 'Nobody knows how many rows are sorted.' }
const identity = { code: 'optional_identity', message: '"customer_id" says whose rows are meant.' }

test.each([
  { what: 'a read of which nothing was said', isWrite: false, error: null, asked: [] },
  { what: 'a write', isWrite: true, error: null, asked: [{ word: 'write', messages: [] }] },
  {
    what: 'a scan that was accepted',
    isWrite: false,
    error: refused(scan, other),
    asked: [{ word: 'scan_accepted', messages: [scan.message, other.message] }],
  },
  {
    what: 'a write with a condition on whose rows are meant',
    isWrite: true,
    error: refused(identity),
    asked: [
      { word: 'write', messages: [] },
      { word: 'optional_identity', messages: [identity.message] },
    ],
  },
  { what: 'a failure of another kind', isWrite: false, error: new Error('gone'), asked: [] },
])('asks of $what what the server named', ({ isWrite, error, asked }) => {
  expect(acknowledgementsFor(isWrite, error)).toEqual(asked)
})
