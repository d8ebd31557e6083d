import type { Readable } from 'node:stream'
import type { ErrorCode, JsonObject, Secret } from '@bindery/model'
import { type AuditAction, watchAudit } from '@bindery/store'
import { z } from 'zod'
import {
  checkEnvironment,
  type EnvironmentRule,
  type EnvironmentRuleName,
  nameOfRule,
} from './environment-rule.ts'
import type { ListMeta } from './list-meta.ts'
import type { Principal } from './principal.ts'
import type { ReadScope, RequiredScope } from './scopes.ts'
import { toValidationError } from './validation-error.ts'

/** The parts of a question before any of them is believed. */
export interface Asked {
  /** Names of what it is about: `agentId`, `kind`. */
  readonly subject: unknown
  /** How it is to be answered: pages, filters. */
  readonly options: unknown
  /** What is given: undefined for none. */
  readonly content: unknown
}

/** Who asks and how, in no face's words. */
export interface Asking {
  readonly principal: Principal
  readonly requestId: string
  /** Of the question, as the face knows it: for the body of an error. */
  readonly address: string
  /** Aborts when the asker goes away. */
  readonly signal: AbortSignal
  /** The content as it came, before what it leaves out was filled in. */
  readonly given: unknown
  /** The unread content of a use case that takes an upload. */
  readonly upload: Readable
  /** Whether answers may come as events while the work goes on, or as a table of text. */
  readonly wants: 'answer' | 'events' | 'table'
  /** The last event that the asker has seen of such a stream; 0 for none. */
  readonly lastEvent: number
  /** How long the asker waits for work that goes on by itself, in ms. */
  readonly waitMs: number
  /** A page of our own, which can be led back to, or a program. */
  readonly asker: 'browser' | 'program'
  /** The tag of the answer that the asker holds. */
  readonly knownTag: string | undefined
  /** The revision that the asker has seen. Throws `bad_request` for what is none. */
  readonly seenRevision: () => number | undefined
  /** Throws `bad_request` for what is no key. */
  readonly idempotencyKey: () => string | undefined
  /** The epoch of the store that the asker knows. Throws `bad_request` for what is none. */
  readonly knownEpoch: () => number | undefined
  /** Told of a change that left none of the audit entries that its use case promises: a defect of ours. */
  readonly missing: (entries: readonly AuditAction[]) => void
}

/** What a use case works with: the question's circumstances, and what it needs. */
export interface Context<Services> extends Asking {
  readonly services: Services
}

/** An answer. `data` goes through the schema of the use case, which drops what it does not declare. */
export interface Answer<Data> {
  readonly data: Data
  readonly outcome?: Outcome
  readonly message?: string
  readonly warnings?: readonly unknown[]
  readonly meta?: ListMeta | JsonObject
  /** For whoever changes it next. */
  readonly revision?: number
  /** Where work goes on, below the base of the face. */
  readonly location?: string
  /** Kept by the browser that asked, and shown when it comes back. */
  readonly browserSecret?: Secret
  /** What becomes of the session of the browser that asked. */
  readonly session?: BegunSession | 'ended'
}

/** A session that a browser is in from now on; only a digest of its value is kept. */
export interface BegunSession {
  readonly value: Secret
  readonly lifetimeSeconds: number
}

/** An answer that is no value. */
export type Flow =
  | { readonly events: Readable }
  | { readonly file: Readable; readonly mediaType: string; readonly name: string }
  | { readonly stream: Readable; readonly mediaType: string; readonly tag: string }
  | { readonly unchanged: string }

/** `accepted`: the work goes on. `silent`: done, and there is nothing to say. */
export type Outcome = 'done' | 'created' | 'accepted' | 'silent'

/** What a face tells of a use case, and how it takes its question. */
export interface UseCaseDocumentation {
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly outcome: Outcome
  readonly subject: z.ZodType | undefined
  readonly options: z.ZodType | undefined
  readonly content: z.ZodType | undefined
  /** Content as somebody would send it; undefined where none is taken, or a document. */
  readonly example: unknown
  readonly output: z.ZodType
  /** What stands beside the data, where that is no list of pages. */
  readonly meta: z.ZodType | undefined
  readonly shape: 'one' | 'list' | 'bare'
  /** `document` allows content as large as a source document; `upload` leaves it unread. */
  readonly form: 'value' | 'document' | 'upload'
  /** The media type of an answer that is a file; undefined where it is a value. */
  readonly file: string | undefined
  readonly errors: readonly ErrorCode[]
  /** `a secret`: answers hold one that is shown once. A face keeps them to itself, and does not compress them. */
  readonly reveals: 'a secret' | 'nothing'
  /** `by itself`: asked again it tells what came of it, by what holds then. Other changes are answered with what was told first. */
  readonly repeats: 'by itself' | 'by its key'
}

/** One use case with its types closed over: what it takes, who may ask, what it answers, and the work. */
export interface UseCase<Services> {
  readonly scope: RequiredScope
  readonly environment: EnvironmentRuleName
  readonly audit: AuditPromise | undefined
  readonly documentation: UseCaseDocumentation
  /** Throws `insufficient_scope` for a key of another environment; asked before anything else is done. */
  admit(asked: Asked, principal: Principal, services: Services): Promise<void>
  /** Throws `validation_error` and what the use case throws. */
  run(asked: Asked, asking: Asking, services: Services): Promise<Answer<unknown> | Flow>
}

/** Schemas for the parts of a question that a use case reads: `subject`, `options`, `content`. */
export type QuestionShape = Readonly<Record<string, z.ZodType>>
export type Question<Shape extends QuestionShape> = z.output<z.ZodObject<Shape>>

/**
 * What a use case leaves in the audit log when it succeeds: one of these entries at least. `unless` says when it may succeed
 * and leave none; where it never leaves any, `because` says why nobody misses it.
 */
export type AuditPromise =
  | { readonly leaves: readonly [AuditAction, ...AuditAction[]]; readonly unless?: string }
  | { readonly leaves: 'nothing'; readonly because: string }

/** A use case that may change something says what it leaves in the audit log; one that reads need not. */
type Accountable =
  | { readonly scope: ReadScope | 'any'; readonly audit?: AuditPromise }
  | { readonly scope: RequiredScope; readonly audit: AuditPromise }

export interface UseCaseParts<Shape extends QuestionShape, Output extends z.ZodType, Services> {
  readonly environment: EnvironmentRule<Question<Shape>, Services>
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly takes: Shape
  /** Content as somebody would send it: shown where the use case is described, and sent by the tests of all routes. */
  readonly example?: Shape extends { readonly content: infer Content extends z.ZodType }
    ? z.input<Content>
    : never
  readonly output: Output
  readonly meta?: z.ZodType
  readonly outcome?: Outcome
  readonly shape?: UseCaseDocumentation['shape']
  readonly form?: UseCaseDocumentation['form']
  readonly file?: string
  readonly errors?: readonly ErrorCode[]
  readonly reveals?: UseCaseDocumentation['reveals']
  readonly repeats?: UseCaseDocumentation['repeats']
  run(question: Question<Shape>, context: Context<Services>): Promise<Answer<z.input<Output>> | Flow>
}

export type UseCaseDefinition<Shape extends QuestionShape, Output extends z.ZodType, Services> = UseCaseParts<
  Shape,
  Output,
  Services
> &
  Accountable

/** Makes a use case of its definition; the work sees parsed values only. */
export function useCase<Shape extends QuestionShape, Output extends z.ZodType, Services>(
  definition: UseCaseDefinition<Shape, Output, Services>,
): UseCase<Services> {
  const schema = z.object(definition.takes)
  const parse = ({ subject, options, content }: Asked): Question<Shape> => {
    const parsed = schema.safeParse({ subject, options, content: content ?? undefined })
    if (!parsed.success) throw toValidationError(parsed.error.issues)
    return parsed.data
  }
  return {
    scope: definition.scope,
    environment: nameOfRule(definition.environment),
    audit: definition.audit,
    documentation: documentUseCase(definition),
    async admit(asked, principal, services) {
      if (principal.environment === undefined) return
      await checkEnvironment(definition.environment, { principal, services, read: () => parse(asked) })
    },
    async run(asked, asking, services) {
      const question = parse(asked)
      const { value: answer, told } = await watchAudit(() =>
        definition.run(question, { ...asking, services }),
      )
      const owed = owedBy(definition.audit, answer)
      if (owed.length > 0 && !owed.some((action) => told.has(action))) asking.missing(owed)
      return 'data' in answer ? { ...answer, data: definition.output.parse(answer.data) } : answer
    },
  }
}

/** A stream tells while it flows, after this. */
function owedBy(audit: AuditPromise | undefined, answer: object): readonly AuditAction[] {
  if (audit === undefined || audit.leaves === 'nothing' || audit.unless !== undefined) return []
  return 'data' in answer ? audit.leaves : []
}

function documentUseCase<Shape extends QuestionShape, Output extends z.ZodType, Services>(
  definition: UseCaseDefinition<Shape, Output, Services>,
): UseCaseDocumentation {
  return {
    tag: definition.tag,
    summary: definition.summary,
    ...(definition.description === undefined ? {} : { description: definition.description }),
    outcome: definition.outcome ?? 'done',
    subject: definition.takes['subject'],
    options: definition.takes['options'],
    content: definition.takes['content'],
    example: definition.example,
    output: definition.output,
    meta: definition.meta,
    shape: definition.shape ?? 'one',
    form: definition.form ?? 'value',
    file: definition.file,
    errors: definition.errors ?? [],
    reveals: definition.reveals ?? 'nothing',
    repeats: definition.repeats ?? 'by its key',
  }
}
