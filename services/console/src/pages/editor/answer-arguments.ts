import type { Binding, Field, Operation } from '@bindery/client'
import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { objectQuery } from '../../api/catalog.ts'
import type { Target } from './source.ts'

type FieldArgument = NonNullable<Field['arguments']>[number]

/** A place in the answer that gets a value: an argument that a field there takes. */
export const ofFieldArgument = (way: string, argument: FieldArgument): Target => ({
  ...argument,
  name: `${way}.${argument.name}`,
  sensitivity: argument.sensitivityClass,
  slot: 'argument',
})

/** The arguments of fields of the answer that a binding fills, as far as the objects on the way are read. */
export function useAnswerArguments(kind: string, operation: Operation, binding: Binding): readonly Target[] {
  const client = useQueryClient()
  const [root] = operation.returns?.references ?? []
  const found = (binding.inputs ?? []).flatMap(({ argument }) =>
    argument.includes('.') && root !== undefined
      ? [follow(argument.split('.'), root, (object) => fieldsOf(client, kind, object))]
      : [],
  )
  const objects = new Set(found.flatMap(({ passed }) => passed))
  useQueries({ queries: [...objects].map((object) => objectQuery(kind, object)) })
  const targets = found.flatMap(({ target }) => target ?? [])
  // The same targets as long as they say the same: what is in focus is told by what it is.
  const [kept, keep] = useState(targets)
  if (JSON.stringify(kept) === JSON.stringify(targets)) return kept
  keep(targets)
  return targets
}

const fieldsOf = (client: QueryClient, kind: string, object: string): readonly Field[] | undefined =>
  client.getQueryData(objectQuery(kind, object).queryKey)?.data.fields

interface Found {
  /** Objects on the way, the last one of which may not be read yet. */
  readonly passed: readonly string[]
  readonly target?: Target
}

type FieldsOf = (object: string) => readonly Field[] | undefined

/** Goes from the object that is answered along names of fields to an argument of the last one. */
export function follow(names: readonly string[], root: string, fieldsOf: FieldsOf): Found {
  const passed: string[] = []
  let object: string | undefined = root
  let field: Field | undefined
  for (const name of names.slice(0, -1)) {
    if (object === undefined) return { passed }
    passed.push(object)
    field = fieldsOf(object)?.find((candidate) => candidate.name === name)
    object = field?.references[0]
  }
  const argument = field?.arguments?.find(({ name }) => name === names.at(-1))
  return argument === undefined
    ? { passed }
    : { passed, target: ofFieldArgument(names.slice(0, -1).join('.'), argument) }
}
