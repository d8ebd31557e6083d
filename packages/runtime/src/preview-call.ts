import {
  isJsonObject,
  type Json,
  type JsonObject,
  ownProperty,
  PlatformError,
  type Skill,
} from '@bindery/model'
import { startDeadline } from './deadline.ts'
import type { GateContext } from './gate.ts'
import { planCall } from './planned-call.ts'

/**
 * What the call would send, credentials as `[secret]`, made by the code that sends: only the connection differs. Throws
 * what the executor refuses before sending.
 */
export async function previewCall({ runnable, prepared, call, ports, params }: GateContext): Promise<Json> {
  const { skill } = runnable
  const executor = await ports.executorOf(skill.source)
  const connection = await ports.preview({
    organizationId: call.organizationId,
    integration: skill.integration,
    environment: call.environment,
  })
  const planned = planCall(skill, prepared.assemble(params), call.idempotencyKey)
  const deadline = startDeadline(skill.policy.timeoutMs)
  const refused = await deadline
    .within(executor.execute(planned, connection, deadline.signal))
    .then(
      () => undefined,
      (error: unknown) => error,
    )
    .finally(deadline.clear)
  const [first] = connection.taken()
  if (first !== undefined) return { kind: first.kind, request: first.request }
  // The empty answer of a preview suits no executor; its complaint only counts when it came before the request.
  if (refused instanceof Error) throw refused
  throw new PlatformError('internal_error', `"${skill.functionName}" sends nothing that could be shown.`, {
    reason: 'no_preview',
    sent: 'no',
  })
}

/** One sentence for the person who decides: `create_ticket will POST /tickets with subject "Brake squeaks".` */
export function summarise(skill: Skill, preview: Json, params: JsonObject): string {
  const given = Object.entries(params)
    .slice(0, 4)
    .map(([name, value]) => `${name} ${shortly(value)}`)
  const more = Object.keys(params).length > 4 ? ` and ${Object.keys(params).length - 4} more` : ''
  const values = given.length === 0 ? '' : ` with ${given.join(', ')}${more}`
  return `${skill.functionName} will ${deed(preview, skill)}${values}.`
}

function deed(preview: Json, skill: Skill): string {
  const request = isJsonObject(preview) ? ownProperty(preview, 'request') : undefined
  if (request === undefined || !isJsonObject(request)) return `call ${skill.operation}`
  const method = ownProperty(request, 'method')
  const url = ownProperty(request, 'url')
  if (typeof method !== 'string' || typeof url !== 'string') return `call ${skill.operation}`
  return `${method} ${URL.canParse(url) ? new URL(url).pathname : url}`
}

const longestValue = 60

function shortly(value: Json): string {
  const text = JSON.stringify(value)
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}...`
}
