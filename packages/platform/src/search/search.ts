import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import { queryInteger } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import { isSearchType, scopeOf, searchTypes } from './search-types.ts'
import { searchEverywhere } from './search-everywhere.ts'

const Options = z.strictObject({
  q: z
    .string()
    .max(200)
    .refine((text) => text.trim() !== '', { message: 'Expected a word' })
    .describe('Words that must all occur; at most 12 of them count'),
  types: z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(z.string().refine(isSearchType, { message: `Expected some of ${searchTypes.join(', ')}` })))
    .transform((names) => new Set(names.filter(isSearchType)))
    .optional()
    .describe(`Parted by commas: ${searchTypes.join(', ')}; all when absent`),
  limit: queryInteger({ least: 1, most: 50 }).default(10).describe('Most rows of each type'),
})

const SearchRow = z
  .object({
    type: z.enum(searchTypes),
    kind: z.string().optional().describe('Of the integration that it belongs to or is'),
    agentId: z.string().optional(),
    skillId: z.string().optional(),
    object: z.string().optional().describe('Of a field'),
    name: z.string().describe('What a machine calls it'),
    label: z.string().describe('What it is called: its title, or its name where that fits better'),
    path: z.array(z.string()).describe('What it stands in, from the outside in'),
    highlight: z
      .array(z.tuple([z.int(), z.int()]))
      .describe('Where the words stand in `label`: from and to, in UTF-16 code units'),
    href: z.string().describe('Where it is described, below the base of this API'),
  })
  .meta({ id: 'SearchRow' })

const SearchMeta = z.object({
  totals: z
    .partialRecord(z.enum(searchTypes), z.int())
    .describe('How many there are of each type that was searched'),
  leftOut: z
    .array(z.object({ type: z.enum(searchTypes), requiredScope: z.string() }))
    .describe('Types that were asked for and that the key may not read'),
  notSearched: z
    .array(z.string())
    .describe('Integrations whose catalogs are still being read; a search a moment later finds them'),
})

export const searchUseCases = {
  everywhere: useCase({
    scope: 'any',
    environment: 'none',
    tag: 'Search',
    summary: 'Search everything that has a name: providers, objects, fields, operations, skills, agents',
    description:
      'Best first: equal names, names that begin so, words, parts of words, then what has some of the words beside its name. Each type needs the scope of its list: integrations:read, skills:read, agents:read. What scoping blocks is not found, as it is in no list. Asks no provider.',
    takes: { options: Options },
    output: z.array(SearchRow),
    meta: SearchMeta,
    run: async ({ options }, { principal, signal, services }: Context<Needs<'now' | 'store'>>) => {
      const { q, limit, types = new Set(searchTypes) } = options
      const asked = searchTypes.filter((type) => types.has(type))
      const isAllowed = (type: (typeof searchTypes)[number]): boolean => principal.scopes.has(scopeOf[type])
      const { rows, totals, notSearched } = await searchEverywhere(services, principal, {
        query: q,
        types: new Set(asked.filter(isAllowed)),
        limit,
        signal,
      })
      return {
        data: rows.map(({ path, highlight, ...row }) => ({
          ...row,
          path: [...path],
          highlight: highlight.map(([from, to]): [number, number] => [from, to]),
        })),
        meta: {
          totals,
          leftOut: asked
            .filter((type) => !isAllowed(type))
            .map((type) => ({ type, requiredScope: scopeOf[type] })),
          notSearched: [...notSearched],
        },
      }
    },
  }),
}
