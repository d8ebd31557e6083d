import { isGraverEffect, type OrganizationId } from '@bindery/model'
import { type NamedWords } from '@bindery/model/drift'
import {
  findIntegrationById,
  type IntegrationRow,
  listRenameDecisions,
  setEffects,
  setScoping,
  setSensitivity,
  type Transaction,
} from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import { CatalogFacts, type Member } from '../catalog/catalog-facts.ts'
import type { CatalogPair } from '../catalog/stored-drift.ts'
import {
  describeWords,
  followAll,
  type Guesses,
  joinWords,
  memberOf,
  noWords,
  placeKey,
  rankOf,
  withoutWords,
} from './named-words.ts'

export interface NewCatalog {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly pair: CatalogPair
  /** What may have become of parts. */
  readonly guesses: Guesses
}

/** What became of operators' words about parts that a new catalog no longer has, in words for people. */
export interface FollowedWords {
  /** They hold for the new names too from now on. */
  readonly followed: readonly string[]
  /** Their part is gone, and nothing looks like what replaced it. */
  readonly orphaned: readonly string[]
  /** They made something milder, and their name is another part's now, so they hold no more. */
  readonly withdrawn: readonly string[]
}

export const noneFollowed: FollowedWords = { followed: [], orphaned: [], withdrawn: [] }

/**
 * Lets the words by which operators made something stricter hold for what was renamed: a provider that renames an operation
 * must not get rid of them, nor one that gives two of them each other's name. Words that make something milder never move,
 * since nobody has said so of the new name, and go when another part takes theirs. The other old words stay, for a name that
 * comes back. Audited.
 */
export async function followWords(
  services: Needs<'runCaches' | 'store'>,
  catalog: NewCatalog,
): Promise<FollowedWords> {
  const { organizationId, integrationId, pair } = catalog
  const outcome = await services.store.run(organizationId, async (transaction) => {
    const integration = await findIntegrationById(transaction, integrationId)
    if (integration === undefined) return noneFollowed
    const decisions = await listRenameDecisions(transaction, integrationId)
    const guesses = catalog.guesses.map((list) =>
      list.filter(({ fingerprint }) => decisions.get(fingerprint) !== 'rejected'),
    )
    const said = wordsOf(integration)
    const after = new CatalogFacts(transaction, pair.after)
    const before = new CatalogFacts(transaction, pair.before)
    const facts = { before, after, isTaken: takenIn(guesses, before) }
    const withdrawn = await withdrawnOf(said, facts)
    const kept = withoutWords(said, withdrawn)
    const news = await stricterOf(followAll(said, guesses), kept, facts)
    const changes = { followed: describeWords(news), withdrawn: describeWords(withdrawn) }
    if (changes.followed.length + changes.withdrawn.length > 0) {
      await keepWords(transaction, integration, joinWords(withoutWords(kept, news), news))
      await services.store.audit.append(transaction, organizationId, {
        actor: 'bindery:discovery',
        action: 'integration.words_followed',
        subject: integration.kind,
        detail: {
          catalogHash: pair.after.row.hash,
          words: [...changes.followed],
          withdrawn: [...changes.withdrawn],
        },
      })
    }
    return { ...changes, orphaned: describeWords(await goneOf(kept, guesses, facts)) }
  })
  if (outcome.followed.length + outcome.withdrawn.length > 0) services.runCaches.forget(organizationId)
  return outcome
}

const wordsOf = (integration: IntegrationRow): NamedWords => ({
  effects: integration.effects,
  sensitivity: integration.sensitivity,
  blockedObjects: integration.blockedObjects,
  blockedFields: integration.blockedFields,
})

interface Facts {
  readonly before: CatalogFacts
  readonly after: CatalogFacts
  /** Whether the name was another part's before. */
  readonly isTaken: (kind: Member['kind'], name: string) => boolean
}

function takenIn(guesses: Guesses, before: CatalogFacts): Facts['isTaken'] {
  const taken = guesses
    .flat()
    .flatMap(({ kind, to }) =>
      (kind === 'object' || kind === 'operation') && before.has(kind, to) ? [`${kind} ${to}`] : [],
    )
  const names = new Set(taken)
  return (kind, name) => names.has(`${kind} ${name}`)
}

/** Words for new names that are stricter than what holds of them now. */
async function stricterOf(moved: NamedWords, said: NamedWords, facts: Facts): Promise<NamedWords> {
  const { after, isTaken } = facts
  const effects = new Map(said.effects.map(({ operation, effect }) => [operation, effect]))
  const classes = new Map(said.sensitivity.map((word) => [placeKey(word), word.sensitivity]))
  return {
    effects: await filterWords(moved.effects, async ({ operation, effect }) => {
      const own = effects.get(operation)
      const holds = own ?? (await after.effectOf(operation))
      const mayChange = own === undefined || isTaken('operation', operation)
      return mayChange && holds !== undefined && isGraverEffect(effect, holds)
    }),
    sensitivity: await filterWords(moved.sensitivity, async (word) => {
      const { kind, owner } = memberOf(word)
      const own = classes.get(placeKey(word))
      const holds = own ?? (await after.classOf(memberOf(word)))
      const mayChange = own === undefined || isTaken(kind, owner)
      return mayChange && holds !== undefined && rankOf(word.sensitivity) > rankOf(holds)
    }),
    blockedObjects: moved.blockedObjects.filter((name) => !said.blockedObjects.includes(name)),
    blockedFields: moved.blockedFields.filter((name) => !said.blockedFields.includes(name)),
  }
}

/** Words by which something was made milder whose name another part has taken: nobody has said so of that one. */
async function withdrawnOf(said: NamedWords, { after, isTaken }: Facts): Promise<NamedWords> {
  return {
    ...noWords,
    effects: await filterWords(said.effects, async ({ operation, effect }) => {
      const concluded = isTaken('operation', operation) ? await after.effectOf(operation) : undefined
      return concluded !== undefined && isGraverEffect(concluded, effect)
    }),
    sensitivity: await filterWords(said.sensitivity, async (word) => {
      const { kind, owner } = memberOf(word)
      const inferred = isTaken(kind, owner) ? await after.classOf(memberOf(word)) : undefined
      return inferred !== undefined && rankOf(inferred) > rankOf(word.sensitivity)
    }),
  }
}

/** Words about parts that were there and are gone, and of which no guess says where they went. */
async function goneOf(said: NamedWords, guesses: Guesses, sides: Facts): Promise<NamedWords> {
  const isLost = (word: Partial<NamedWords>): boolean =>
    describeWords(followAll({ ...noWords, ...word }, guesses)).length === 0
  const went = async (has: (facts: CatalogFacts) => Promise<boolean> | boolean): Promise<boolean> =>
    !(await has(sides.after)) && (await has(sides.before))
  return {
    effects: await filterWords(
      said.effects,
      async (word) => isLost({ effects: [word] }) && went((facts) => facts.has('operation', word.operation)),
    ),
    sensitivity: await filterWords(
      said.sensitivity,
      async (word) =>
        isLost({ sensitivity: [word] }) &&
        went(async (facts) => (await facts.classOf(memberOf(word))) !== undefined),
    ),
    blockedObjects: await filterWords(
      said.blockedObjects,
      async (name) => isLost({ blockedObjects: [name] }) && went((facts) => facts.has('object', name)),
    ),
    blockedFields: await filterWords(
      said.blockedFields,
      async (name) => isLost({ blockedFields: [name] }) && went((facts) => hasField(name, facts)),
    ),
  }
}

async function hasField(name: string, facts: CatalogFacts): Promise<boolean> {
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const place = { kind: 'object', owner: name.slice(0, dot), member: name.slice(dot + 1) } as const
    if ((await facts.classOf(place)) !== undefined) return true
  }
  return false
}

async function filterWords<T>(
  words: readonly T[],
  isKept: (word: T) => Promise<boolean>,
): Promise<readonly T[]> {
  const kept: T[] = []
  for (const word of words) if (await isKept(word)) kept.push(word)
  return kept
}

async function keepWords(transaction: Transaction, { id }: IntegrationRow, words: NamedWords): Promise<void> {
  const { effects, sensitivity, blockedObjects, blockedFields } = words
  await setEffects(transaction, id, [...effects])
  await setSensitivity(transaction, id, [...sensitivity])
  await setScoping(transaction, id, { blockedObjects, blockedFields })
}
