import { AnyBinding } from '@bindery/model'
import { draftStates } from '@bindery/store'
import { z } from 'zod'
import { SkillView } from '../skills/skill-view.ts'
import { timestamp } from '../kernel/shapes.ts'
import { Question, Strength, UnmetPart } from './stored-drafts.ts'

const name = z.string().min(1).max(128)

export const AutoBody = z
  .strictObject({
    goal: z
      .string()
      .min(3)
      .max(2_000)
      .optional()
      .describe('What the agent should be able to do, in plain words; a refinement keeps the earlier goal'),
    parameters: z
      .array(z.union([name, z.strictObject({ name, type: z.string().max(40).optional() })]))
      .max(30)
      .optional()
      .describe('What the agent can collect, by canonical names; without it they are proposed'),
    outputs: z.array(name).max(60).optional().describe('What it wants back; without it they are proposed'),
    isWrite: z.boolean().optional().describe('Says what the goal means when its words leave it open'),
    allowSensitive: z
      .array(name)
      .max(60)
      .optional()
      .describe('Outputs above class `contact` that you agree to; each is audited'),
    refines: z.string().max(64).optional().describe('An earlier draft; what people said of its lines holds'),
    mapper: z
      .enum(['any', 'deterministic'])
      .default('any')
      .describe('`deterministic` asks no language model even where one is set up'),
    dryRun: z.boolean().default(false).describe('Makes no skill'),
  })
  .meta({ id: 'AutoMapRequest' })

const lineKind = z.enum(['input', 'output'])

const Mapper = z.object({
  mode: z.enum(['deterministic', 'model']),
  model: z.string().optional(),
  fallback: z
    .object({ reason: z.string(), message: z.string() })
    .optional()
    .describe('Why the rules drafted although a model was to'),
})

export const AutoView = z
  .object({
    draftId: z.string(),
    skill: SkillView.nullable(),
    binding: AnyBinding.describe(
      'One operation; or two steps, where a record id that the goal does not give is found first by what it gives',
    ),
    rationale: z.string(),
    confidence: z.number().min(0).max(1).describe('How likely the operation is the right one'),
    strength: Strength,
    lines: z.array(
      z.object({
        target: z.string(),
        source: z.string(),
        kind: lineKind,
        strength: Strength,
        signals: z.array(z.string()),
        alternatives: z.array(z.string()),
      }),
    ),
    alternatives: z.array(z.string()),
    questions: z.array(Question),
    unmet: z
      .array(UnmetPart)
      .describe('What was asked for, by name or as a word of the goal, and the draft does not do'),
    decisions: z
      .array(
        z.object({
          kind: z.enum(['operation', 'input', 'output']),
          name: z.string(),
          place: z.string().optional(),
          verdict: z.enum(['accept', 'reject']),
        }),
      )
      .describe('What people said of earlier drafts, which held for this one'),
    usage: z.object({ calls: z.int(), promptTokens: z.int(), completionTokens: z.int() }),
    mapper: Mapper,
  })
  .meta({ id: 'AutoDraft' })

export const DecisionsBody = z
  .strictObject({
    decisions: z
      .array(
        z.strictObject({
          kind: z.enum(['operation', 'input', 'output']),
          name: z.string().min(1).max(500).describe('The operation, the parameter, or the output'),
          verdict: z.enum(['accept', 'edit', 'reject']),
          place: z
            .string()
            .min(1)
            .max(500)
            .optional()
            .describe('For an edit, the argument or field that is right, as lines show them'),
        }),
      )
      .min(1)
      .max(100),
  })
  .meta({ id: 'AutoDecisions' })

const State = z
  .enum(draftStates)
  .describe(
    'What became of it first; `open` ones wait for a person: the last draft of a disabled skill that nobody saved since, with lines to decide',
  )

export const DraftView = z
  .object({
    draftId: z.string(),
    rootId: z.string().describe('The first draft of the chain of refinements'),
    skillId: z.string().nullable().describe('Null for a dry run, and when the skill was deleted'),
    integration: z.string(),
    goal: z.string(),
    state: State,
    operation: z.string(),
    strength: Strength.nullable().describe('Null for a draft that was kept before this was'),
    rationale: z.string().nullable(),
    alternatives: z.array(z.string()),
    questions: z.array(Question),
    unmet: z
      .array(UnmetPart)
      .describe('What was asked for, by name or as a word of the goal, and the draft does not do'),
    mapper: Mapper,
    createdAt: timestamp,
    lines: z.array(
      z.object({
        kind: lineKind,
        name: z.string(),
        place: z.string(),
        others: z.array(z.string()),
        strength: Strength.nullable(),
        signals: z.array(z.string()),
      }),
    ),
    decisions: z.array(
      z.object({
        kind: z.enum(['operation', 'input', 'output']),
        name: z.string(),
        place: z.string().optional(),
        verdict: z.enum(['accept', 'reject']),
        decidedBy: z.string(),
        decidedAt: timestamp,
      }),
    ),
  })
  .meta({ id: 'AutoDraftRecord' })

/** A draft in a list. */
export const ListedDraftView = z
  .object({
    draftId: z.string(),
    goal: z.string(),
    integration: z.string(),
    operation: z.string(),
    strength: Strength.nullable(),
    state: State,
    lines: z.object({ total: z.int(), accepted: z.int(), rejected: z.int(), open: z.int() }),
    skillId: z.string().nullable(),
    createdAt: timestamp,
    mapper: z.enum(['deterministic', 'model']),
  })
  .meta({ id: 'ListedDraft' })
