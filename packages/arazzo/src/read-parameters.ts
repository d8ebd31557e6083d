import { isJsonObject, nearestNames, ownProperty } from '@bindery/model'
import { evaluate, type Scope } from './evaluate.ts'
import type { Findings, Place } from './findings.ts'
import type { CalledOperation } from './find-operation.ts'
import { memberOf } from './member-of.ts'
import { type Located, Node } from './node.ts'
import type { PlacedValue } from './placed-value.ts'

/** A parameter of a step or of a workflow, before it is known what takes it. */
export interface AuthoredParameter {
  readonly name: string
  /** Absent where a workflow is called. */
  readonly in?: string
  readonly value: Located
  readonly path: Place
}

interface Reading {
  readonly components: Located | undefined
  readonly findings: Findings
}

/** The parameters of a list, those that are kept for several steps among them. */
export function readParameters(items: readonly Located[], reading: Reading): readonly AuthoredParameter[] {
  return items.flatMap((item) => {
    const reference = isJsonObject(item.value) ? ownProperty(item.value, 'reference') : undefined
    const read = reference === undefined ? readParameter(item, reading) : readReusable(item, reading)
    return read ?? []
  })
}

function readParameter(item: Located, { findings }: Reading): AuthoredParameter | undefined {
  return Node.read(item, findings, (node) => {
    const name = node.required('name')
    const place = node.text('in')
    const value = node.json('value')
    if (value === undefined) findings.error('arazzo_invalid', node.path, '"value" is missing.')
    if (name === undefined || value === undefined) return undefined
    return { name, value, path: node.path, ...(place === undefined ? {} : { in: place }) }
  })
}

function readReusable(item: Located, reading: Reading): AuthoredParameter | undefined {
  const { components, findings } = reading
  return Node.read(item, findings, (node) => {
    const reference = node.required('reference') ?? ''
    const value = node.json('value')
    const name = /^\$components\.parameters\.([\w.-]+)$/.exec(reference)?.[1]
    const found = name === undefined ? undefined : memberOf(components?.value, ['parameters', name])
    if (found === undefined || name === undefined) {
      findings.error(
        'reference_unknown',
        node.path,
        `"${reference.slice(0, 200)}" is no parameter of "components".`,
      )
      return undefined
    }
    const read = readParameter({ value: found, path: ['components', 'parameters', name] }, reading)
    return read === undefined || value === undefined ? read : { ...read, value, path: node.path }
  })
}

/** The values of parameters, at the arguments that they are. An issue for what the operation does not take. */
export function placeParameters(
  parameters: readonly AuthoredParameter[],
  { address, operation }: CalledOperation,
  { scope, findings }: { readonly scope: Scope; readonly findings: Findings },
): readonly PlacedValue[] {
  return parameters.flatMap((parameter): readonly PlacedValue[] => {
    const { name, path } = parameter
    const found = address.parameters.filter((known) => isSame(known, parameter))
    const [only] = found
    if (only !== undefined && found.length === 1) {
      const value = evaluate(parameter.value, scope, findings)
      return [{ argument: only.argument, members: [], value, path }]
    }
    const where = parameter.in === undefined ? '' : `${parameter.in} `
    const message = `"${operation.name}" has no ${where}parameter "${name}".`
    const names = address.parameters.map((known) => known.name)
    findings.error('parameter_unknown', path, `${message}${askFor(name, names)}${noteOf(parameter)}`)
    return []
  })
}

/** Whether an operation takes a parameter. */
export const takes = ({ address }: CalledOperation, parameter: AuthoredParameter): boolean =>
  address.parameters.some((known) => isSame(known, parameter))

/** Names of headers are the same in any case. */
function isSame(
  known: { readonly name: string; readonly place: string },
  { name, in: place }: AuthoredParameter,
): boolean {
  if (place !== undefined && known.place !== place) return false
  return known.place === 'header' ? known.name.toLowerCase() === name.toLowerCase() : known.name === name
}

function askFor(name: string, names: readonly string[]): string {
  const near = nearestNames(name, names).filter((one) => one !== name)
  if (near.length > 0) return ` Did you mean ${near.map((one) => `"${one}"`).join(' or ')}?`
  return names.length === 0 ? ' It has none.' : ` It has: ${names.slice(0, 20).join(', ')}.`
}

const noteOf = ({ in: place }: AuthoredParameter): string =>
  place === 'header' || place === 'cookie' ? ' What signs a request comes from the connection.' : ''
