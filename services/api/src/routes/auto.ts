import type { DraftLine, GoalText } from '@bindery/mapper'
import { PlatformError } from '@bindery/model'
import { z } from 'zod'
import {
  type AutoDraft,
  type AutoRequest,
  draftBinding,
  type DraftWatch,
  openRequest,
  type OpenedRequest,
} from '../automap/draft-binding.ts'
import { draftEvents, eventData } from '../automap/draft-events.ts'
import type { DraftNote } from '../automap/map-request.ts'
import { decideLines, recallDraft, type RecalledDraft } from '../automap/stored-drafts.ts'
import type { Principal } from '../auth/principal.ts'
import { toProblem, toProblemEntry } from '../http/problem.ts'
import { type Answer, type RawRequest, type Route, route, type WholeReply } from '../http/route.ts'
import type { Services } from '../services.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { toSkillView } from '../skills/skill-view.ts'
import { AutoBody, AutoView, DecisionsBody, DraftView } from './auto-shapes.ts'
import { AgentParams } from './shapes.ts'

const place = AgentParams.extend({ kind: z.string().min(1).max(64) })
const draftPlace = place.extend({ draftId: z.string().min(1).max(64) })

/** A goal in words becomes a disabled draft, and people say what is right in it. */
export function autoRoutes(services: Services): readonly Route[] {
  return [draftRoute(services), ...decisionRoutes(services)]
}

function draftRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/integrations/{kind}/bindings/auto',
    scope: 'skills:write',
    tag: 'Bindings',
    summary: 'Draft a binding from a goal in plain words',
    description:
      'The draft compiles, is disabled, and writes only for a goal that says so. A language model chooses among listed names where one is set up (BINDERY_MODEL), else rules do; "mapper" in the answer says which, and why when a model was to and could not. With "Accept: text/event-stream" it comes as events: stage, candidate, line, diagnostic, usage, done or error. 422 auto_map_failed names the nearest operation and why it was not enough.',
    input: { params: place, body: AutoBody },
    data: AutoView,
    status: 201,
    errors: [
      'not_found',
      'schema_not_discovered',
      'auto_map_failed',
      'duplicate_name',
      'integration_not_connected',
      'bad_request',
    ],
    handle: async ({ params, body }, { principal, raw }) => {
      const opened = await openRequest(services, principal, { ...params, ...toRequest(body) })
      if (String(raw.headers['accept'] ?? '').includes('text/event-stream'))
        return streamed(services, { principal, raw, opened })
      const watch = { signal: raw.signal, report: () => undefined }
      return toAnswer(await draftBinding(services, principal, { ...opened, watch }), principal)
    },
  })
}

function decisionRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/agents/{agentId}/integrations/{kind}/bindings/auto/{draftId}',
      scope: 'skills:read',
      tag: 'Bindings',
      summary: 'Read a draft that was made from a goal, with what people said of it',
      input: { params: draftPlace },
      data: DraftView,
      errors: ['not_found'],
      handle: async ({ params }, { principal }) => {
        const draft = await services.store.run(principal.organizationId, async (transaction) => {
          const agent = await requireAgent(transaction, params.agentId)
          return recallDraft(transaction, agent.id, params.draftId)
        })
        return { data: toDraftView(draft) }
      },
    }),
    route({
      method: 'POST',
      path: '/agents/{agentId}/integrations/{kind}/bindings/auto/{draftId}/decisions',
      scope: 'skills:write',
      tag: 'Bindings',
      summary: 'Accept, edit or reject lines of a draft',
      description:
        'What people say is kept and holds for every refinement of the draft: POST .../bindings/auto {"refines": draftId}. Accepted and edited lines stay as they are, rejected ones do not come back.',
      input: { params: draftPlace, body: DecisionsBody },
      data: DraftView,
      errors: ['not_found', 'bad_request'],
      handle: async ({ params, body }, { principal }) => {
        const verdicts = body.decisions.map(({ place: at, ...decision }) => ({ ...decision, place: at }))
        return { data: toDraftView(await decideLines(services, principal, { ...params, verdicts })) }
      },
    }),
  ]
}

type Body = z.output<typeof AutoBody>

function toRequest({ goal, refines, mapper, dryRun, ...rest }: Body): Omit<AutoRequest, 'agentId' | 'kind'> {
  const { parameters, outputs, isWrite, allowSensitive } = rest
  const said: Omit<GoalText, 'goal'> = {
    ...(parameters === undefined
      ? {}
      : { parameters: parameters.map((entry) => (typeof entry === 'string' ? entry : entry.name)) }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(isWrite === undefined ? {} : { isWrite }),
    ...(allowSensitive === undefined ? {} : { allowSensitive }),
  }
  return { goal, said, refines, mapper, dryRun }
}

type View = z.input<typeof AutoView>

interface AutoAnswer extends Answer<View> {
  readonly warnings: readonly DraftNote[]
}

function toAnswer(drafted: AutoDraft, principal: Principal): AutoAnswer {
  const { draft, authored, mapped, decisions } = drafted
  const data: View = {
    draftId: drafted.draftId,
    skill: authored === undefined ? null : toSkillView(authored.skill.row, principal.organizationId),
    binding: draft.binding,
    rationale: draft.rationale,
    confidence: Math.round(draft.confidence * 100) / 100,
    strength: draft.strength,
    lines: draft.lines.map(toLineView),
    alternatives: [...draft.alternatives],
    questions: draft.questions.map((question) => ({ ...question })),
    decisions: decisions.map((decision) => ({ ...decision })),
    usage: { ...mapped.usage },
    mapper: mapped.mapper,
  }
  const { fallback } = mapped.mapper
  const warnings = [
    ...(fallback === undefined ? [] : [{ code: `model_${fallback.reason}`, message: fallback.message }]),
    ...mapped.notes,
    ...(authored?.skill.warnings ?? []).map(toProblemEntry),
  ]
  return { data, warnings, status: authored?.isNew === true ? 201 : 200 }
}

function toLineView({ kind, name, place: where, strength, signals, others }: DraftLine) {
  const [target, source] = kind === 'input' ? [where, name] : [name, where]
  return { target, source, kind, strength, signals: [...signals], alternatives: [...others] }
}

function toDraftView({ id, rootId, skillId, goal, outcome, rows }: RecalledDraft): z.input<typeof DraftView> {
  return {
    draftId: id,
    rootId,
    skillId,
    goal: goal.goal,
    operation: outcome.operation,
    alternatives: outcome.alternatives,
    lines: outcome.lines,
    decisions: rows.map((row) => ({
      kind: row.kind,
      name: row.name,
      ...(row.kind === 'operation' ? {} : { place: row.place }),
      verdict: row.verdict,
      decidedBy: row.decided_by,
      decidedAt: row.decided_at,
    })),
  }
}

interface Streaming {
  readonly principal: Principal
  readonly raw: RawRequest
  readonly opened: OpenedRequest
}

const autoUrl = ({ request }: OpenedRequest): string =>
  `/api/v1/agents/${request.agentId}/integrations/${request.kind}/bindings/auto`

/** The same draft as Server-Sent Events while it is made; a failure is an `error` event with the problem. */
function streamed(services: Services, { principal, raw, opened }: Streaming): WholeReply {
  const events = draftEvents()
  const told = new Set<string>()
  const report: DraftWatch['report'] = (event) => {
    if (event.kind === 'diagnostic') told.add(event.message)
    events.send(event.kind, event.kind === 'line' ? toLineView(event.line) : eventData(event))
  }
  const work = async (): Promise<void> => {
    const drafted = await draftBinding(services, principal, {
      ...opened,
      watch: { signal: raw.signal, report },
    })
    const { data, warnings } = toAnswer(drafted, principal)
    for (const warning of warnings) if (!told.has(warning.message)) events.send('diagnostic', warning)
    events.send('usage', data.usage)
    events.send('done', AutoView.parse(data))
  }
  work()
    .catch((error: unknown) => {
      if (!(error instanceof PlatformError)) services.logger.error({ err: error }, 'A draft failed.')
      events.send('error', toProblem(error, { id: raw.requestId, url: autoUrl(opened) }))
    })
    .finally(events.end)
    .catch((error: unknown) => services.logger.error({ err: error }, 'The end of a draft could not be told.'))
  return {
    reply: {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      content: { kind: 'stream', contentType: 'text/event-stream; charset=utf-8', stream: events.stream },
    },
  }
}
