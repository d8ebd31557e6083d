import {
  Binding,
  type CheckedBinding,
  findField,
  indexCatalog,
  type Introspection,
  type JsonObject,
  type Operation,
  type Output,
  parseFieldPath,
  type PathStep,
  type SchemaCatalog,
  scalarType,
} from '@bindery/model'
import { documentConnection } from '../describe-source.contract.ts'
import { introspectGraphql } from './introspect.ts'
import { lowerOperation } from './lower.ts'
import { readPlan, type Plan } from './plan.ts'

/** Introspects one uploaded text. */
export async function introspectText(text: string, name = 'schema.graphql'): Promise<Introspection> {
  return introspectGraphql(documentConnection({ [name]: text }), new AbortController().signal)
}

/** The operation of that name. Fails the test when there is none. */
export function operationIn(catalog: SchemaCatalog, name: string): Operation {
  const operation = catalog.operations.find((candidate) => candidate.name === name)
  if (operation === undefined) throw new Error(`There is no operation "${name}".`)
  return operation
}

/** What a test binds: constants by target, outputs as paths or rows. */
export interface TestBinding {
  readonly operation: string
  readonly inputs?: JsonObject
  readonly outputs: readonly TestOutput[]
  readonly reads?: readonly string[]
  readonly wholes?: readonly string[]
}

type TestOutput =
  | string
  | { readonly path: string; readonly max: number; readonly fields: readonly TestOutput[] }

/** A checked binding as the compiler makes it, as far as lowering looks. */
export function bind(catalog: SchemaCatalog, given: TestBinding): CheckedBinding {
  const { object } = indexCatalog(catalog)
  return {
    binding: Binding.parse({ operation: given.operation, toolName: 'test' }),
    operation: operationIn(catalog, given.operation),
    parameters: [],
    assignments: Object.entries(given.inputs ?? {}).map(([target, value]) => ({
      target: target.split('.'),
      targetType: scalarType('any'),
      targetNullable: true,
      source: { from: 'constant', value },
    })),
    outputs: given.outputs.map(toOutput),
    reach: {
      object,
      reads: (given.reads ?? []).map((text) => {
        const [name = '', field = ''] = text.split('.')
        const owner = object(name)
        if (owner === undefined || findField(owner, field) === undefined)
          throw new Error(`There is no field "${text}".`)
        return { object: name, field }
      }),
      wholes: given.wholes ?? [],
    },
  }
}

/** Lowers a binding and reads the plan back. */
export function planOf(catalog: SchemaCatalog, given: TestBinding): Plan {
  const binding = bind(catalog, given)
  return readPlan(lowerOperation(binding.operation, binding))
}

function toOutput(output: TestOutput): Output {
  if (typeof output === 'string') return toValue(output)
  const { path, max, fields } = output
  return { kind: 'rows', leaf: path, path: stepsOf(path), max, fields: fields.map(toOutput), nullable: true }
}

function toValue(path: string): Extract<Output, { kind: 'value' }> {
  return {
    kind: 'value',
    leaf: path,
    path: stepsOf(path),
    sourceType: scalarType('any'),
    type: { kind: 'scalar', scalar: 'any' },
    nullable: true,
    sensitivity: 'none',
  }
}

function stepsOf(path: string): readonly PathStep[] {
  const parsed = parseFieldPath(path)
  if (!parsed.ok) throw new Error(parsed.failure)
  return parsed.value
}
