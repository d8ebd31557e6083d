import { runtimeVariables } from '@bindery/model'
import { placeholdersOf, type HttpAction, Variable } from '@bindery/sources'
import type { ActionLinkRow, IntegrationRow, SharedActionRow } from '@bindery/store'
import { type ActionLink, hasOwnTemplate, linkOf, variablesOf } from './action-link.ts'
import { definitionOf, type SharedAction } from './shared-action.ts'

export type LinkRecord = Pick<ActionLinkRow, 'id' | 'actionId' | 'definition'>

/** What a link calls: the action itself, or a variant of its own beside it. */
export const operationOf = (slug: string, link: Pick<LinkRecord, 'id' | 'definition'>): string =>
  hasOwnTemplate(linkOf(link)) ? `${slug}@${link.id.slice(-12)}` : slug

/**
 * The request of an action, with what a link adds: variables by name, and the body. Where neither declares any, every
 * placeholder is a text that must be given.
 */
export function requestOf(action: SharedAction, link?: ActionLink): HttpAction {
  const own = link === undefined ? [] : variablesOf(link)
  const { name, description, method, path, headers, queryTemplate, responseMapping, rateLimitPerMinute } =
    action
  const bodyTemplate = link?.bodyTemplate ?? action.bodyTemplate
  const request = {
    name,
    description,
    method,
    path,
    headers,
    queryTemplate,
    responseMapping,
    rateLimitPerMinute,
    ...(bodyTemplate === undefined ? {} : { bodyTemplate }),
    ...(action.pages === undefined ? {} : { pages: action.pages }),
    ...(action.isWrite === undefined ? {} : { isWrite: action.isWrite }),
  }
  const declared = (action.variables ?? []).filter(
    (variable) => !own.some(({ name: other }) => other === variable.name),
  )
  const variables = [...declared, ...own]
  const isSilent = action.variables === undefined && own.length === 0
  return { ...request, variables: isSilent ? implied({ ...request, variables: [] }) : variables }
}

function implied(action: HttpAction): Variable[] {
  const names = placeholdersOf(action).filter(
    (name) => !runtimeVariables.some((known) => known.name === name),
  )
  return names.map((name) => Variable.parse({ name, type: 'string' }))
}

/** The source document of an integration: its actions, and the variants that links make of them. */
export function writeActionsDocument(
  integration: Pick<IntegrationRow, 'name'>,
  actions: readonly SharedActionRow[],
  links: readonly LinkRecord[],
): Uint8Array {
  const variants = links.flatMap((link) => {
    const action = actions.find((row) => row.id === link.actionId)
    const settings = linkOf(link)
    if (action === undefined || !hasOwnTemplate(settings)) return []
    const { slug } = action
    const request = requestOf(definitionOf(action), settings)
    return [[operationOf(slug, link), { ...request, group: slug, limitKey: slug }] as const]
  })
  const shared = actions.map((row) => [row.slug, requestOf(definitionOf(row))] as const)
  const document = {
    format: 'bindery-actions/1',
    title: integration.name,
    actions: Object.fromEntries([...shared, ...variants]),
  }
  return new TextEncoder().encode(JSON.stringify(document))
}
