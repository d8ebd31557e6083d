import {
  type GoalText,
  indexOperations,
  mapGoal,
  rankOperations,
} from '../../../packages/mapper/src/index.ts'
import type { SchemaCatalog } from '../../../packages/model/src/index.ts'
import { middle } from '../measure.ts'
import { quantile } from './figures.ts'
import { joinCatalogs, resizeCatalog } from './join-catalogs.ts'

/** One catalog of so many operations, with what is aimed at on a quiet machine. */
export interface ScaleFigure {
  readonly operations: number
  /** Making the index: the first time, and the middle of three more. */
  readonly firstIndexMs: number
  readonly indexMs: number
  readonly indexGoalMs: number | null
  /** Ranking alone, warm. */
  readonly queryP50Ms: number | null
  readonly queryP95Ms: number | null
  readonly queryGoalMs: number
  /** The whole draft but for compiling it. */
  readonly draftP50Ms: number | null
  readonly draftP95Ms: number | null
}

const sizes = [
  { operations: 1500, indexGoalMs: null, queryGoalMs: 50 },
  { operations: 7000, indexGoalMs: 2000, queryGoalMs: 150 },
] as const
const mostRequests = 60
const warmUps = 10

/** Joins the catalogs into one, fills it up with renamed copies to the wanted sizes, and times it with real goals. */
export function measureScale(
  catalogs: readonly SchemaCatalog[],
  requests: readonly GoalText[],
): readonly ScaleFigure[] {
  if (catalogs.length === 0 || requests.length === 0) return []
  const joined = joinCatalogs(catalogs)
  const asked = spread(requests, mostRequests)
  return sizes.map(({ operations, indexGoalMs, queryGoalMs }) => {
    const resized = resizeCatalog(joined, operations)
    const firstIndexMs = timeIndex(resized)
    const indexMs = middle([1, 2, 3].map(() => timeIndex(resized)))
    const queries = timeAll(asked, (request) => rankOperations(indexOperations(resized), request, 10))
    const drafts = timeAll(asked, (request) =>
      mapGoal(request, resized, { compile: () => ({ ok: true, value: undefined }) }),
    )
    return {
      operations,
      firstIndexMs: Math.round(firstIndexMs),
      indexMs: Math.round(indexMs),
      indexGoalMs,
      queryP50Ms: quantile(queries, 0.5),
      queryP95Ms: quantile(queries, 0.95),
      queryGoalMs,
      draftP50Ms: quantile(drafts, 0.5),
      draftP95Ms: quantile(drafts, 0.95),
    }
  })
}

/** A copy of the catalog has no index yet. */
function timeIndex(catalog: SchemaCatalog): number {
  const fresh = { ...catalog }
  const began = performance.now()
  indexOperations(fresh)
  return performance.now() - began
}

function timeAll(requests: readonly GoalText[], work: (request: GoalText) => unknown): readonly number[] {
  for (const request of requests.slice(0, warmUps)) work(request)
  return requests.map((request) => {
    const began = performance.now()
    work(request)
    return performance.now() - began
  })
}

/** At most so many, evenly from all of them. */
export function spread<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)]).filter(
    (item) => item !== undefined,
  )
}
