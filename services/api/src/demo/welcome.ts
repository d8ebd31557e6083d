import type { JsonObject, Secret } from '@bindery/model'
import type { DemoAgent } from './prepare-demo.ts'

export interface WelcomeFacts {
  readonly address: string
  readonly key: Secret | undefined
  readonly demo: DemoAgent | undefined
  readonly isNew: boolean
  readonly signIn: Secret | undefined
}

/** What a start prints: the address, the key when there is one to show, and lines that work when pasted. */
export function welcome({ address, key, demo, isNew, signIn }: WelcomeFacts): string {
  // A word for the shell: a key that is not known here is the reader's variable.
  const authorization =
    key === undefined ? '"Authorization: Bearer $KEY"' : `'Authorization: Bearer ${key.reveal()}'`
  const lines = [
    '',
    `Bindery is ready at ${address}`,
    signIn === undefined
      ? `Open:               ${address}   (the key of the first start was revoked or has expired; sign in with another)`
      : `Open:               ${signIn.reveal()}   (signs in once, within 10 minutes)`,
    `API reference:      ${address}/docs/api`,
    ...(key === undefined
      ? [
          'API key:            the one of the first start: KEY=... (or set BINDERY_BOOTSTRAP_API_KEY and start again)',
        ]
      : [`API key:            ${key.reveal()}${isNew ? '   (shown once)' : ''}`]),
    '',
    ...(demo === undefined ? listLines(address, authorization) : demoLines(address, authorization, demo)),
    '',
  ]
  return lines.join('\n')
}

function listLines(address: string, authorization: string): readonly string[] {
  return ['Try:', curl({ authorization, url: `${address}/api/v1/integrations` })]
}

function demoLines(address: string, authorization: string, demo: DemoAgent): readonly string[] {
  const api = `${address}/api/v1`
  const agent = `${api}/agents/${demo.agentId}`
  const run = (skillId: string, params: JsonObject): string =>
    curl({ authorization, url: `${agent}/skills/${skillId}/execute`, body: JSON.stringify({ params }) })
  const runs = demo.callers.map(({ skillId }) => run(skillId, { caller_phone: '+31612345678' }))
  const questions = demo.questions
    .slice(-1)
    .flatMap(({ asked, params, skillId }) => [`One call for "${asked}":`, run(skillId, params)])
  return [
    'Try (a clinic over OpenAPI, a support desk over GraphQL and bookings in PostgreSQL are bound to the agent "demo"):',
    curl({ authorization, url: `${api}/integrations/clinic/operations?search=appointment` }),
    curl({ authorization, url: `${agent}/tools` }),
    ...(runs.length === 0 ? [curl({ authorization, url: `${agent}/skills` })] : runs),
    ...questions,
  ]
}

interface CurlLine {
  readonly authorization: string
  readonly url: string
  readonly body?: string
}

function curl({ authorization, url, body }: CurlLine): string {
  const data = body === undefined ? '' : ` -H 'Content-Type: application/json' -d '${body}'`
  return `  curl -s -H ${authorization}${data} '${url}'`
}
