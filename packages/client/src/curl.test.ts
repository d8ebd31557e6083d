import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlOf } from './curl.ts'

const baseUrl = 'http://127.0.0.1:4400'

/** The words that a shell hands to curl. */
function wordsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }; BINDERY_KEY=bnd_1; ${command}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

test('a read is its address and the key that the shell knows', async () => {
  const command = await curlOf(baseUrl, (client) =>
    client.GET('/api/v1/integrations/{kind}/objects', {
      params: { path: { kind: 'acme' }, query: { search: "o'brien & $HOME" } },
    }),
  )
  expect(command).not.toContain('bnd_1')
  expect(wordsOf(command)).toEqual([
    `${baseUrl}/api/v1/integrations/acme/objects?search=o%27brien%20%26%20%24HOME`,
    '-H',
    'authorization: Bearer bnd_1',
  ])
})

test('a write carries its body through the shell, whatever stands in it', async () => {
  const name = 'It\'s "$(reboot)" `x` \\ \n é'
  const command = await curlOf(baseUrl, (client) => client.POST('/api/v1/agents', { body: { name } }))
  const words = wordsOf(command)
  expect(words.slice(0, 3)).toEqual(['-X', 'POST', `${baseUrl}/api/v1/agents`])
  expect(JSON.parse(words.at(-1) ?? '')).toEqual({ name })
})
