import { type JsonObject, PlatformError } from '@bindery/model'
import { Variable } from '@bindery/sources'
import { type ParameterSchema, toShape } from '../integrations/action-link.ts'
import { placeholderNames, SharedAction } from '../integrations/shared-action.ts'

export type ParameterDefinition = Omit<ParameterSchema, 'required'> & {
  readonly name: string
  readonly required?: boolean | undefined
}

/** A tool as the snake_case face describes it. */
export interface CustomTool {
  readonly name: string
  readonly description?: string | undefined
  readonly method: SharedAction['method']
  /** Below the base URL, or with it. */
  readonly urlTemplate: string
  readonly urlParams: readonly ParameterDefinition[]
  readonly bodyParams: readonly ParameterDefinition[]
  readonly headers: Readonly<Record<string, string>>
  readonly bodyTemplate: JsonObject
  readonly resultPath?: string | undefined
  readonly successMessage?: string | undefined
  readonly errorMessage?: string | undefined
  readonly category?: string | undefined
  readonly requiresHumanApproval?: boolean | undefined
  readonly timeoutSeconds?: number | undefined
}

/** The action that a tool stands for. Parameters that no template places travel where their list says. */
export function actionOfTool(tool: CustomTool, baseUrl: string): SharedAction {
  const { path, query } = splitUrl(tool.urlTemplate, baseUrl)
  const placed = placeholderNames([path, ...Object.values(query)])
  const inBody = placeholderNames([JSON.stringify(tool.bodyTemplate)])
  const own = (params: readonly ParameterDefinition[], known: readonly string[]) =>
    Object.fromEntries(
      params.filter(({ name }) => !known.includes(name)).map(({ name }) => [name, `{{${name}}}`]),
    )
  const body = { ...tool.bodyTemplate, ...own(tool.bodyParams, inBody) }
  return SharedAction.parse({
    name: tool.name,
    description: tool.description ?? `Calls ${tool.name.slice(0, 150)} over HTTP.`,
    method: tool.method,
    path,
    queryTemplate: { ...query, ...own(tool.urlParams, placed) },
    headers: tool.headers,
    ...(Object.keys(body).length === 0 ? {} : { bodyTemplate: body }),
    variables: [...tool.urlParams, ...tool.bodyParams].map(toVariable),
    responseMapping: tool.resultPath === undefined ? [] : [{ path: tool.resultPath, leaf: 'result' }],
    successMessage: tool.successMessage,
    errorMessage: tool.errorMessage,
    category: tool.category,
    requiresHumanApproval: tool.requiresHumanApproval,
    ...(tool.timeoutSeconds === undefined ? {} : { timeoutMs: tool.timeoutSeconds * 1000 }),
  })
}

function toVariable({ name, required, ...schema }: ParameterDefinition): Variable {
  return Variable.parse({ ...toShape(schema), name, required, default: schema.default })
}

/** Path and query of a template; a host in it must be that of the base URL, since hosts are static. */
function splitUrl(template: string, baseUrl: string) {
  const base = new URL(baseUrl)
  const absolute = /^(https?:\/\/[^/?#]*)(.*)$/is.exec(template)
  if (absolute !== null && absolute[1]?.toLowerCase() !== base.origin) throw otherHost(base.origin)
  const whole = absolute === null ? template : (absolute[2] ?? '')
  const prefix = base.pathname.replace(/\/+$/, '')
  const below = absolute !== null && whole.startsWith(`${prefix}/`) ? whole.slice(prefix.length) : whole
  const [path = '', ...query] = below.split('?')
  const pairs = query
    .join('?')
    .split('&')
    .filter((pair) => pair !== '')
  return {
    path: path.startsWith('/') ? path : `/${path}`,
    query: Object.fromEntries(
      pairs.map((pair): [string, string] => {
        const [name = '', ...value] = pair.split('=')
        return [name, value.join('=')]
      }),
    ),
  }
}

function otherHost(origin: string): PlatformError {
  const message = `Hosts are static: begin the template with "/" or with ${origin}.`
  const issue = { code: 'path_invalid', severity: 'error', path: ['url_template'], message } as const
  return new PlatformError('template_invalid', message, { issues: [issue] })
}
