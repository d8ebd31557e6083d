import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { skillBytes } from '@bindery/model'
import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import { createTicket, inputOf } from './testing/test-catalog.ts'

const program = `
import { skillBytes } from '@bindery/model'
import { compile } from './src/compile.ts'
import { createTicket, inputOf } from './src/testing/test-catalog.ts'
const result = compile(inputOf(createTicket))
process.stdout.write(String(result.ok && skillBytes(result.value.skill)))
`

/** What a machine brings along: its language, its time, its order of letters. */
test.each([
  ['Turkish, in Kiribati', { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' }],
  ['Swedish, in India', { LC_ALL: 'sv_SE.UTF-8', LANG: 'sv_SE.UTF-8', TZ: 'Asia/Kolkata' }],
  ['no language, in Honolulu', { LC_ALL: 'C', LANG: 'C', TZ: 'Pacific/Honolulu' }],
])('a process in %s compiles the same bytes', (_, environment) => {
  const result = compile(inputOf(createTicket))
  const elsewhere = execFileSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', program],
    {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { PATH: process.env['PATH'], ...environment },
      encoding: 'utf8',
    },
  )
  expect(elsewhere).toBe(result.ok && skillBytes(result.value.skill))
})
