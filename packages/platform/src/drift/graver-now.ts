import {
  type Effect,
  isGraverEffect,
  type OperationSkill,
  partsOf,
  sensitivityClasses,
  type SensitivityOverride,
  type Skill,
} from '@bindery/model'
import { isAuthored } from '@bindery/sources'
import { findIntegration, type Transaction } from '@bindery/store'
import { saidEffect } from '../catalog/operator-rows.ts'
import { requireCatalog } from '../catalog/require-catalog.ts'

/** What a provider and its operators say by now of what it offers. */
interface ProviderNow {
  /** As its catalog says or, of an operation that it describes no more, as an operator said. */
  readonly effectOf: (operation: string) => Effect | undefined
  readonly words: readonly SensitivityOverride[]
}

/** The providers of the skills of one recheck, each looked at once. */
export class ProvidersNow {
  readonly #known = new Map<string, ProviderNow | undefined>()

  /** Undefined for one that is gone, and for what operators wrote themselves: nobody else changed it. */
  async of(transaction: Transaction, kind: string): Promise<ProviderNow | undefined> {
    if (!this.#known.has(kind)) this.#known.set(kind, await load(transaction, kind))
    return this.#known.get(kind)
  }
}

async function load(transaction: Transaction, kind: string): Promise<ProviderNow | undefined> {
  const integration = await findIntegration(transaction, kind)
  if (integration === undefined || integration.catalogId === null || isAuthored(integration.type))
    return undefined
  const catalog = await requireCatalog(transaction, integration)
  const said = new Map(integration.effects.map(({ operation, effect }) => [operation, effect]))
  return {
    effectOf: (operation) => {
      const row = catalog.find('operation', operation)
      return row === undefined ? said.get(operation) : saidEffect(row.facts)
    },
    words: integration.sensitivity,
  }
}

/** What is graver by now than bytes of a skill know, at whichever of its providers and whatever else changed there. */
export interface Graver {
  /** Operations that do graver things, a sentence each. */
  readonly raised: readonly string[]
  /** Whether an operator gave a class to anything that the bytes use: what they compile to says whether it matters. */
  readonly isReclassified: boolean
  /** Of those classes the graver ones, a sentence each, for bytes that compile to nothing any more. */
  readonly exposed: readonly string[]
}

/** Looks at all parts of a skill. */
export async function findGraver(
  transaction: Transaction,
  providers: ProvidersNow,
  skill: Skill,
): Promise<Graver> {
  const raised = new Set<string>()
  const exposed = new Set<string>()
  let isReclassified = false
  for (const { skill: part } of partsOf(skill)) {
    const now = await providers.of(transaction, part.integration)
    if (now === undefined) continue
    const effect = now.effectOf(part.operation)
    if (effect !== undefined && isGraverEffect(effect, part.effect))
      raised.add(`${part.operation}: Its effect was ${part.effect} and is ${effect} now.`)
    const words = now.words.filter((word) => isUsed(word, part))
    isReclassified ||= words.length > 0
    for (const word of words)
      if (rank(word.sensitivity) > rank(part.sensitivity))
        exposed.add(`"${nameOf(word)}" is of class ${word.sensitivity} now.`)
  }
  return { raised: [...raised], isReclassified, exposed: [...exposed] }
}

const rank = (sensitivity: SensitivityOverride['sensitivity']): number =>
  sensitivityClasses.indexOf(sensitivity)

const nameOf = (word: SensitivityOverride): string =>
  word.on === 'field' ? `${word.object}.${word.field}` : `${word.operation}.${word.argument}`

/** Bytes that do not say what they use may use anything. */
const isUsed = (word: SensitivityOverride, { operation, uses }: OperationSkill): boolean =>
  word.on === 'argument'
    ? word.operation === operation
    : uses === undefined || uses.fields.includes(nameOf(word))
