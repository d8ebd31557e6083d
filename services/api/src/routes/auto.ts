import { Readable } from 'node:stream'
import { Binding } from '@bindery/model'
import { z } from 'zod'
import { type AutoDraft, draftBinding } from '../automap/draft-binding.ts'
import type { Principal } from '../auth/principal.ts'
import { toProblemEntry } from '../http/problem.ts'
import { type Answer, type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { SkillView, toSkillView } from '../skills/skill-view.ts'
import { AgentParams } from './shapes.ts'

const name = z.string().min(1).max(128)

const AutoBody = z
  .strictObject({
    goal: z.string().min(3).max(2_000).describe('What the agent should be able to do, in plain words'),
    parameters: z
      .array(z.union([name, z.strictObject({ name, type: z.string().max(40).optional() })]))
      .max(30)
      .default([])
      .describe('What the agent can collect, by canonical names'),
    outputs: z.array(name).max(60).default([]).describe('What it wants back'),
    isWrite: z.boolean().optional().describe('Says what the goal means when its words leave it open'),
    dryRun: z.boolean().default(false).describe('Drafts and stores nothing'),
  })
  .meta({ id: 'AutoMapRequest' })

const strength = z.enum(['strong', 'fair', 'weak'])

const AutoView = z
  .object({
    skill: SkillView.nullable(),
    binding: Binding,
    rationale: z.string(),
    strength,
    lines: z.array(
      z.object({
        target: z.string(),
        source: z.string(),
        kind: z.enum(['input', 'output']),
        strength,
        signals: z.array(z.string()),
        alternatives: z.array(z.string()),
      }),
    ),
    alternatives: z.array(z.string()),
    questions: z.array(
      z.object({
        about: z.enum(['parameter', 'output']),
        name: z.string(),
        question: z.string(),
        lookup: z.string().optional(),
      }),
    ),
    usage: z.object({ calls: z.int(), promptTokens: z.int(), completionTokens: z.int() }),
    mapper: z.object({ mode: z.enum(['deterministic', 'model']), model: z.string().optional() }),
  })
  .meta({ id: 'AutoDraft' })

/** A goal in words becomes a disabled draft. */
export function autoRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/agents/{agentId}/integrations/{kind}/bindings/auto',
      scope: 'skills:write',
      tag: 'Bindings',
      summary: 'Draft a binding from a goal in plain words',
      description:
        'The draft compiles, is disabled, and never writes for a goal that reads. With "Accept: text/event-stream" it comes as events: stage, candidate, line, diagnostic, usage, done. 422 auto_map_failed names the nearest operation and why it was not enough.',
      input: { params: AgentParams.extend({ kind: z.string().min(1).max(64) }), body: AutoBody },
      data: AutoView,
      status: 201,
      errors: [
        'not_found',
        'schema_not_discovered',
        'auto_map_failed',
        'duplicate_name',
        'integration_not_connected',
      ],
      handle: async ({ params, body }, { principal, raw }) => {
        const { parameters, isWrite, ...rest } = body
        const drafted = await draftBinding(services, principal, {
          ...params,
          ...rest,
          parameters: parameters.map((entry) => (typeof entry === 'string' ? entry : entry.name)),
          ...(isWrite === undefined ? {} : { isWrite }),
        })
        const answer = toAnswer(drafted, principal)
        const wantsEvents = String(raw.headers['accept'] ?? '').includes('text/event-stream')
        return wantsEvents ? { ...answer, reply: streamed(answer) } : answer
      },
    }),
  ]
}

type View = z.input<typeof AutoView>

function toAnswer({ draft, authored }: AutoDraft, principal: Principal): Answer<View> {
  const data: View = {
    skill: authored === undefined ? null : toSkillView(authored.row, principal.organizationId),
    binding: draft.binding,
    rationale: `"${draft.operation}" says most of what the goal says; ${draft.lines.length} names were placed in it.`,
    strength: draft.strength,
    lines: draft.lines.map(({ kind, name: own, place, strength: sure, others }) => ({
      target: kind === 'input' ? place : own,
      source: kind === 'input' ? own : place,
      kind,
      strength: sure,
      signals: [`name and type fit: ${sure}`],
      alternatives: [...others],
    })),
    alternatives: [...draft.alternatives],
    questions: draft.questions.map((question) => ({ ...question })),
    usage: { calls: 0, promptTokens: 0, completionTokens: 0 },
    mapper: { mode: draft.mode },
  }
  const warnings = (authored?.warnings ?? []).map(toProblemEntry)
  return { data, warnings, status: authored === undefined ? 200 : 201 }
}

/** The same draft as Server-Sent Events, each with an id. */
function streamed({ data, warnings = [] }: Answer<View>): NonNullable<Answer<View>['reply']> {
  const events: readonly (readonly [string, unknown])[] = [
    ['stage', { name: 'retrieve' }],
    ['candidate', { operation: data.binding.operation, alternatives: data.alternatives }],
    ['stage', { name: 'map' }],
    ...data.lines.map((line) => ['line', line] as const),
    ['stage', { name: 'compile' }],
    ...warnings.map((warning) => ['diagnostic', warning] as const),
    ['usage', data.usage],
    ['done', AutoView.parse(data)],
  ]
  const text = events.map(
    ([event, value], id) => `id: ${id + 1}\nevent: ${event}\ndata: ${JSON.stringify(value)}\n\n`,
  )
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    content: { kind: 'stream', contentType: 'text/event-stream; charset=utf-8', stream: Readable.from(text) },
  }
}
