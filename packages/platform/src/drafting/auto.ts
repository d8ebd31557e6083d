import type { DraftLine, GoalText } from '@bindery/mapper'
import { PlatformError } from '@bindery/model'
import { pageDrafts } from '@bindery/store'
import { z } from 'zod'
import { AutoBody, AutoView, DecisionsBody, DraftView, ListedDraftView } from './auto-shapes.ts'
import {
  type AutoDraft,
  type AutoRequest,
  draftBinding,
  type DraftWatch,
  type OpenedRequest,
  openRequest,
} from './draft-binding.ts'
import { decideLines, listDraft, recallDraft, recallDraftOver, type RecalledDraft } from './stored-drafts.ts'
import { draftEvents, eventData } from './draft-events.ts'
import type { DraftNote } from './map-request.ts'
import { AgentParams, PageQuery } from '../kernel/shapes.ts'
import { readList } from '../kernel/page.ts'
import type { Principal } from '../kernel/principal.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { toProblem, toProblemEntry } from '../kernel/problem.ts'
import { toSkillView } from '../skills/skill-view.ts'
import { type Answer, type Asking, type Context, type Flow, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const place = AgentParams.extend({ kind: z.string().min(1).max(64) })
const draftPlace = place.extend({ draftId: z.string().min(1).max(64) })

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
    unmet: draft.unmet.map((part) => ({ ...part })),
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
  return { data, warnings, outcome: authored?.isNew === true ? 'created' : 'done' }
}

function toLineView({ kind, name, place: where, strength, signals, others }: DraftLine) {
  const [target, source] = kind === 'input' ? [where, name] : [name, where]
  return { target, source, kind, strength, signals: [...signals], alternatives: [...others] }
}

function toDraftView(draft: RecalledDraft): z.input<typeof DraftView> {
  const { id, rootId, skillId, kind, goal, state, createdAt, outcome, rows } = draft
  const { mode, model, fallback } = outcome
  return {
    draftId: id,
    rootId,
    skillId,
    integration: kind,
    goal: goal.goal,
    state,
    operation: outcome.operation,
    strength: outcome.strength ?? null,
    rationale: outcome.rationale ?? null,
    alternatives: outcome.alternatives,
    questions: outcome.questions,
    unmet: outcome.unmet,
    mapper: { mode, model, fallback },
    createdAt,
    lines: outcome.lines.map(({ strength, ...line }) => ({ ...line, strength: strength ?? null })),
    decisions: rows.map((row) => ({
      kind: row.kind,
      name: row.name,
      ...(row.kind === 'operation' ? {} : { place: row.place }),
      verdict: row.verdict,
      decidedBy: row.decidedBy,
      decidedAt: row.decidedAt,
    })),
  }
}

interface Streaming {
  readonly asking: Asking
  readonly opened: OpenedRequest
}

/** The same draft as Server-Sent Events while it is made; a failure is an `error` event with the problem. */
function streamed(
  services: Needs<'languageModel' | 'logger' | 'store'>,
  { asking, opened }: Streaming,
): Flow {
  const { principal, signal, requestId, address } = asking
  const events = draftEvents()
  const told = new Set<string>()
  const report: DraftWatch['report'] = (event) => {
    if (event.kind === 'diagnostic') told.add(event.message)
    events.send(event.kind, event.kind === 'line' ? toLineView(event.line) : eventData(event))
  }
  const work = async (): Promise<void> => {
    const drafted = await draftBinding(services, principal, {
      ...opened,
      watch: { signal, report },
    })
    const { data, warnings } = toAnswer(drafted, principal)
    for (const warning of warnings) if (!told.has(warning.message)) events.send('diagnostic', warning)
    events.send('usage', data.usage)
    events.send('done', AutoView.parse(data))
  }
  work()
    .catch((error: unknown) => {
      if (!(error instanceof PlatformError)) services.logger.error({ err: error }, 'A draft failed.')
      events.send('error', toProblem(error, { id: requestId, url: address }))
    })
    .finally(events.end)
    .catch((error: unknown) => services.logger.error({ err: error }, 'The end of a draft could not be told.'))
  return { events: events.stream }
}

export const autoUseCases = {
  draft: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.created', 'skill.reauthored'], unless: 'it is a dry run, which keeps nothing' },
    environment: 'none',
    tag: 'Bindings',
    summary: 'Draft a binding from a goal in plain words',
    description:
      'The draft compiles, is disabled, and writes only for a goal that says so. A language model chooses among listed names where one is set up (BINDERY_MODEL), else rules do; "mapper" in the answer says which, and why when a model was to and could not. With "Accept: text/event-stream" it comes as events: stage, candidate, line, diagnostic, usage, done or error. 422 auto_map_failed names the nearest operation and why it was not enough.',
    takes: { subject: place, content: AutoBody },
    example: { goal: 'Look up a caller by phone', parameters: ['caller_phone'], outputs: ['customer_name'] },
    output: AutoView,
    outcome: 'created',
    errors: [
      'not_found',
      'schema_not_discovered',
      'auto_map_failed',
      'duplicate_name',
      'integration_not_connected',
      'bad_request',
    ],
    run: async ({ subject, content }, context: Context<Needs<'languageModel' | 'logger' | 'store'>>) => {
      const { principal, services, signal, wants } = context
      const opened = await openRequest(services, principal, { ...subject, ...toRequest(content) })
      if (wants === 'events') return streamed(services, { asking: context, opened })
      const watch = { signal, report: () => undefined }
      return toAnswer(await draftBinding(services, principal, { ...opened, watch }), principal)
    },
  }),

  list: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag: 'Bindings',
    summary: 'The drafts of an agent that wait for a person, newest first; or all of them',
    takes: {
      subject: AgentParams,
      options: PageQuery.extend({ status: z.enum(['open', 'all']).default('open') }),
    },
    output: z.array(ListedDraftView),
    shape: 'list',
    errors: ['not_found'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        const { rows, meta } = await readList(['drafts', agent.id, options.status], options, (window) =>
          pageDrafts(transaction, { agentId: agent.id, which: options.status }, window),
        )
        return { data: rows.map(listDraft), meta }
      }),
  }),

  show: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag: 'Bindings',
    summary: 'Read a draft that was made from a goal, with what people said of it',
    takes: { subject: draftPlace },
    output: DraftView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      const draft = await services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        return recallDraftOver(transaction, { agentId: agent.id, kind: subject.kind }, subject.draftId)
      })
      return { data: toDraftView(draft) }
    },
  }),

  ofAgent: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag: 'Bindings',
    summary: 'Read a draft by its id alone, whichever provider it is over',
    takes: { subject: AgentParams.extend({ draftId: z.string().min(1).max(64) }) },
    output: DraftView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      const draft = await services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        return recallDraft(transaction, agent.id, subject.draftId)
      })
      return { data: toDraftView(draft) }
    },
  }),

  decide: useCase({
    scope: 'skills:write',
    audit: { leaves: ['automap.lines_decided'] },
    environment: 'none',
    tag: 'Bindings',
    summary: 'Accept, edit or reject lines of a draft',
    description:
      'What people say is kept and holds for every refinement of the draft: POST .../bindings/auto {"refines": draftId}. Accepted and edited lines stay as they are, rejected ones do not come back.',
    takes: { subject: draftPlace, content: DecisionsBody },
    example: { decisions: [{ kind: 'output', name: 'customer_name', verdict: 'accept' }] },
    output: DraftView,
    errors: ['not_found', 'bad_request'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const verdicts = content.decisions.map(({ place: at, ...decision }) => ({ ...decision, place: at }))
      return { data: toDraftView(await decideLines(services, principal, { ...subject, verdicts })) }
    },
  }),
}
