import { afterEach, expect, test } from 'vitest'
import { openConnection } from './open-connection.ts'
import { type LocalProvider, localTarget, readOf, startProvider } from './testing/local-provider.ts'

const providers: LocalProvider[] = []
afterEach(async () => {
  await Promise.all(providers.splice(0).map((provider) => provider.close()))
})

test('puts the credential into a read under the base path', async () => {
  const provider = await startProvider((request, response) => {
    response.end(`${request.method} ${request.url} ${request.headers.authorization}`)
  })
  providers.push(provider)
  const target = localTarget(`${provider.origin}/v1/`, { credential: { access_token: 'tok' } })
  const answer = await openConnection(target).fetch(readOf({ query: 'a=1' }), AbortSignal.timeout(2000))
  expect(Buffer.from(answer.body).toString()).toBe('GET /v1/things?a=1 Bearer tok')
  await target.egress.close()
})
