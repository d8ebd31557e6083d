import { isWrite, knownPagination } from '@bindery/model'
import { visibleIndex } from '../resolution/catalog-view.ts'
import { isOfTable } from '../resolution/resolve-reading.ts'
import { removing, setting } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/**
 * `pages_unknown`: only what is known to have a next page is read over several. `pages_over_rate`: a call that reads them all
 * stays within the limit of its skill. `pages_inferred` (info): names alone suggest how. What has no pages at all is said by
 * `rows-known`.
 */
export const pagesFit: Rule = (context) => {
  const { binding, operation, view, report } = context
  const { pages } = binding
  // Every operation has a first page, and what has no pages at all is said elsewhere.
  if (pages === undefined || pages === 1 || isOfTable(operation) || isWrite(operation.effect)) return
  const pagination = knownPagination(operation, visibleIndex(view).object)
  if (pagination === undefined) {
    report({
      code: 'pages_unknown',
      severity: 'error',
      path: ['pages'],
      message: `Nothing says how "${operation.name}" gives a next page: it has no argument for one, and its answer no link.`,
      fixes: [removing('Read the first page alone', ['pages'])],
    })
    return
  }
  checkRate(context, pages)
  if (pagination.declared === true) return
  if (operation.pagination !== undefined && isRelay(pagination.nextPath)) return
  const by = pagination.arguments.map((name) => `"${name}"`).join(', ')
  report({
    code: 'pages_inferred',
    severity: 'info',
    path: ['pages'],
    message:
      `Names suggest how "${operation.name}" gives a next page (${by === '' ? 'a link in its answer' : by}). ` +
      'A call finds out whether it does: a page that is the same as an earlier one is left out and told.',
  })
}

function checkRate({ binding, operation, report }: RuleContext, pages: number): void {
  const perMinute = binding.rateLimitPerMinute ?? operation.rateLimit?.perMinute
  if (perMinute === undefined || pages <= perMinute) return
  report({
    code: 'pages_over_rate',
    severity: 'error',
    path: ['pages'],
    message: `Each page is a call, and "${operation.name}" may be called ${perMinute} times a minute: no call could read ${pages} pages.`,
    fixes: [setting(`Read ${perMinute} pages`, ['pages'], perMinute)],
  })
}

/** Connections have a specification, and say themselves whether there is more. */
const isRelay = (nextPath: readonly string[] | undefined): boolean => nextPath?.at(-1) === 'endCursor'
