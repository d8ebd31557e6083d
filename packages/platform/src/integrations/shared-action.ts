import {
  byGravity,
  type Issue,
  isJsonObject,
  type JsonObject,
  OutcomeMessages,
  PlatformError,
  summarizeIssues,
} from '@bindery/model'
import { HttpAction, Variable } from '@bindery/sources'
import type { SharedActionRow } from '@bindery/store'
import { z } from 'zod'

const text = z.string().min(1).max(500)

/** An action as operators describe it: what is called, and behind which gates. */
export const SharedAction = HttpAction.extend({
  variables: z
    .array(Variable)
    .max(60)
    .optional()
    .describe('Left out, every placeholder is a text until a link says more'),
  requiresConfirmation: z
    .boolean()
    .optional()
    .describe('A write asks before each call unless this is false; the pre-publish report says so'),
  requiresHumanApproval: z.boolean().optional(),
  successMessage: text.optional(),
  errorMessage: text.optional().describe('Said for every failure that has no message of its own'),
  messages: OutcomeMessages.optional(),
  timeoutMs: z.int().min(100).max(120_000).default(15_000),
  category: z.string().min(1).max(60).optional(),
}).meta({ id: 'SharedAction' })
export type SharedAction = z.output<typeof SharedAction>

/** Every member, none needed: what is left out stays as it is. */
export const SharedActionEdit = SharedAction.partial().meta({ id: 'SharedActionEdit' })

export const definitionOf = (row: Pick<SharedActionRow, 'definition'>): SharedAction =>
  SharedAction.parse(row.definition)

/** The definition with the members that a body names; defaults of the others do not count. */
export function editDefinition(row: SharedActionRow, edit: object, raw: unknown): SharedAction {
  const named = isJsonObject(raw) ? Object.keys(raw) : []
  const changes = Object.entries(edit).filter(([name]) => named.includes(name))
  return SharedAction.parse({ ...row.definition, ...Object.fromEntries(changes) })
}

/** JSON of a definition, without members that are not set. */
export function toStoredJson(value: object): JsonObject {
  const copy: unknown = JSON.parse(JSON.stringify(value))
  return isJsonObject(copy) ? copy : {}
}

/** The name of the operation: the name in lower case with `_` between words. */
export function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 64)
  return slug === '' ? 'action' : slug
}

/** Names that stand as placeholders in any of these texts. */
export const placeholderNames = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].flatMap((found) => found.slice(1)))

export function templateInvalid(issues: readonly Issue[]): PlatformError {
  return new PlatformError('template_invalid', `The action has ${summarizeIssues(issues)}`, {
    issues: byGravity(issues),
  })
}
