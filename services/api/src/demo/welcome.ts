import type { Secret } from '@bindery/model'
import type { DemoAgent } from './prepare-demo.ts'

export interface WelcomeFacts {
  readonly address: string
  readonly key: Secret | undefined
  readonly demo: DemoAgent | undefined
  readonly isNew: boolean
}

/** What a start prints: the address, the key when there is one to show, and lines that work when pasted. */
export function welcome({ address, key, demo, isNew }: WelcomeFacts): string {
  const shown = key?.reveal() ?? '$BINDERY_KEY'
  const lines = [
    '',
    `Bindery is ready at ${address}`,
    `API reference:      ${address}/docs/api`,
    ...(key === undefined
      ? ['API key:            the one of the first start (or set BINDERY_BOOTSTRAP_API_KEY and start again)']
      : [`API key:            ${shown}${isNew ? '   (shown once)' : ''}`]),
    '',
    ...(demo === undefined ? listLines(address, shown) : demoLines(address, shown, demo)),
    '',
  ]
  return lines.join('\n')
}

function listLines(address: string, key: string): readonly string[] {
  return ['Try:', curl({ key, url: `${address}/api/v1/integrations` })]
}

function demoLines(address: string, key: string, demo: DemoAgent): readonly string[] {
  const api = `${address}/api/v1`
  const body = JSON.stringify({ params: { caller_phone: '+31612345678' } })
  const run =
    demo.skillId === undefined
      ? curl({ key, url: `${api}/agents/${demo.agentId}/skills` })
      : curl({ key, url: `${api}/agents/${demo.agentId}/skills/${demo.skillId}/execute`, body })
  return [
    'Try (a demo clinic is connected, discovered and bound to the agent "demo"):',
    curl({ key, url: `${api}/integrations/clinic/operations?search=appointment` }),
    curl({ key, url: `${api}/agents/${demo.agentId}/tools` }),
    run,
  ]
}

interface CurlLine {
  readonly key: string
  readonly url: string
  readonly body?: string
}

function curl({ key, url, body }: CurlLine): string {
  const data = body === undefined ? '' : ` -H 'Content-Type: application/json' -d '${body}'`
  return `  curl -s -H 'Authorization: Bearer ${key}'${data} '${url}'`
}
