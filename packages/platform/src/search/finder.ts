import { checkScope } from '@bindery/model'
import type { IntegrationRow, listNamedAgents, listNamedSkills } from '@bindery/store'
import { Best, compare } from './best.ts'
import type { CatalogNames, NamedPart } from './catalog-names.ts'
import { fold, wordsOf } from './fold.ts'
import { type Findable, highlight, match, type Span, toName } from './match.ts'
import { type SearchType, searchTypes } from './search-types.ts'

/** What one row says beside its label and where the words stand in it. */
interface Found {
  readonly type: SearchType
  readonly kind?: string
  readonly agentId?: string
  readonly skillId?: string
  readonly object?: string
  readonly name: string
  readonly path: readonly string[]
  readonly href: string
}

export interface FoundRow extends Found {
  readonly label: string
  readonly highlight: readonly Span[]
}

interface Wanted {
  readonly query: string
  readonly types: ReadonlySet<SearchType>
  readonly limit: number
}

/** Goes through everything that it is given and keeps the best rows of each type. */
export class Finder {
  readonly words: readonly string[]
  readonly #best: ReadonlyMap<SearchType, Best<Found>>

  constructor({ query, types, limit }: Wanted) {
    this.words = wordsOf(query)
    this.#best = new Map(searchTypes.filter((type) => types.has(type)).map((type) => [type, new Best(limit)]))
  }

  /** Whether anything of a catalog is looked for. */
  get isInCatalogs(): boolean {
    return (['object', 'field', 'operation'] as const).some((type) => this.#best.has(type))
  }

  agents(agents: Awaited<ReturnType<typeof listNamedAgents>>): void {
    for (const { id, name, description } of agents)
      this.#look(toFindable([name], description ?? ''), {
        type: 'agent',
        agentId: id,
        name,
        path: [],
        href: `/agents/${id}`,
      })
  }

  /** The name of an agent is told to who may read agents. */
  skills(skills: Awaited<ReturnType<typeof listNamedSkills>>, agents: 'told' | 'untold'): void {
    for (const { id, agentId, agentName, kind, functionName, toolName } of skills) {
      const path = agents === 'told' ? [agentName] : []
      this.#look(toFindable([toolName ?? functionName, functionName], [...path, kind].join(' ')), {
        type: 'skill',
        kind,
        agentId,
        skillId: id,
        name: functionName,
        path,
        href: `/agents/${agentId}/skills/${id}`,
      })
    }
  }

  providers(integrations: readonly IntegrationRow[]): void {
    for (const { kind, name, description } of integrations)
      this.#look(toFindable([name, kind], description ?? ''), {
        type: 'provider',
        kind,
        name: kind,
        path: [],
        href: addressOf('integrations', kind),
      })
  }

  /** Without what scoping blocks, as in the lists of a catalog. */
  catalog({ kind, name, blockedObjects, blockedFields }: IntegrationRow, names: CatalogNames): void {
    const scope = checkScope({ blockedObjects, blockedFields })
    const isSeen = ({ mentions }: Pick<NamedPart, 'mentions'>): boolean =>
      !mentions.some(scope.isObjectBlocked)
    const query = { words: this.words, around: fold(`${kind} ${name}`), holds: 'anywhere' } as const
    for (const type of ['object', 'operation'] as const) {
      const best = this.#best.get(type)
      for (const part of best === undefined ? [] : names[`${type}s`]) {
        const fit = match(part, query)
        if (fit === undefined || !isSeen(part)) continue
        const href = addressOf('integrations', kind, `${type}s`, part.name)
        best?.add({ type, kind, name: part.name, path: [name], href }, fit)
      }
    }
    const best = this.#best.get('field')
    for (const field of best === undefined ? [] : names.fields) {
      const fit = match(field, { ...query, holds: 'name' })
      if (fit === undefined || !isSeen(field) || scope.isShownBlocked(field.object, field)) continue
      const { object } = field
      const href = addressOf('integrations', kind, 'objects', object)
      best?.add({ type: 'field', kind, object, name: field.name, path: [name, object], href }, fit)
    }
  }

  answer(): { readonly rows: readonly FoundRow[]; readonly totals: Partial<Record<SearchType, number>> } {
    const held = [...this.#best.values()].flatMap(({ rows }) => rows)
    return {
      rows: held
        .toSorted((a, b) => compare(a.match, b.match))
        .map(({ item, match: { label } }) => ({ ...item, label, highlight: highlight(label, this.words) })),
      totals: Object.fromEntries([...this.#best].map(([type, { total }]) => [type, total])),
    }
  }

  #look(findable: Findable, found: Found): void {
    const fit = match(findable, { words: this.words, around: '', holds: 'anywhere' })
    if (fit !== undefined) this.#best.get(found.type)?.add(found, fit)
  }
}

const toFindable = (names: readonly string[], beside: string): Findable => ({
  names: [...new Set(names)].map(toName),
  beside: fold(beside),
})

const addressOf = (...parts: readonly string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part.toWellFormed())}`).join('')
