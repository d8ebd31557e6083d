import { type Effect, type EffectOverride, effects, holdsAgainst, isWrite, parseJson } from '@bindery/model'
import { JsonObjectData } from '../kernel/shapes.ts'
import type { IndexRow } from '../pages/index-row.ts'
import type { StoredCatalog } from './stored-catalog.ts'

/** A catalog whose list rows, filters and capabilities say what operators said of effects. */
export function withOperatorRows(
  catalog: StoredCatalog,
  overrides: readonly EffectOverride[],
): StoredCatalog {
  const said = overrides.flatMap((override) => {
    const row = catalog.find('operation', override.operation)
    const isOutgrown = row === undefined || !holdsAgainst(override, concludedOf(row))
    return isOutgrown ? [] : [withEffect(row, override.effect)]
  })
  if (said.length === 0) return catalog
  const operations = replace(catalog.rows('operation'), said)
  const touched = new Set(said.flatMap(({ mentions }) => mentions))
  const objects = catalog
    .rows('object')
    .filter(({ name }) => touched.has(name))
    .map((row) => withCapabilities(row, operations))
  const changed = { operation: said, object: objects, relationship: [] }
  return {
    ...catalog,
    rows: (kind) => (kind === 'operation' ? operations : replace(catalog.rows(kind), changed[kind])),
    find: (kind, name) => changed[kind].find((row) => row.name === name) ?? catalog.find(kind, name),
  }
}

function replace(rows: readonly IndexRow[], changed: readonly IndexRow[]): readonly IndexRow[] {
  const byName = new Map(changed.map((row) => [row.name, row]))
  return rows.map((row) => byName.get(row.name) ?? row)
}

function withEffect(row: IndexRow, effect: Effect): IndexRow {
  const facts = row.facts.filter((fact) => !isEffectFact(fact))
  return {
    ...row,
    facts: [isWrite(effect) ? 'write' : 'read', `${effectFact}${effect}`, ...facts],
    summary: changeSummary(row, { effect, isWrite: isWrite(effect) }),
  }
}

const effectFact = 'effect:'

/** The gravest when a row does not say. */
const concludedOf = ({ facts }: IndexRow): Effect => saidEffect(facts) ?? 'delete'

/** The effect that the facts of a row say. */
export const saidEffect = (facts: readonly string[]): Effect | undefined =>
  effects.find((effect) => facts.includes(`${effectFact}${effect}`))

const isEffectFact = (fact: string): boolean =>
  fact === 'read' || fact === 'write' || fact.startsWith(effectFact)

function withCapabilities(row: IndexRow, operations: readonly IndexRow[]): IndexRow {
  const capabilities = operations
    .filter(({ mentions }) => mentions.includes(row.name))
    .flatMap(({ facts }) => facts.filter((fact) => fact.startsWith(effectFact)))
    .map((fact) => fact.slice(effectFact.length))
  return { ...row, summary: changeSummary(row, { capabilities: [...new Set(capabilities)].sort() }) }
}

const changeSummary = (row: IndexRow, change: object): string =>
  JSON.stringify({ ...JsonObjectData.parse(parseJson(row.summary)), ...change })
