import type { Binding, Field, Operation } from '@bindery/client'
import type { Path } from '../outputs.ts'
import { stepText } from '../value-steps.ts'

/** Gives an object of a catalog as it is described. */
export type LoadObject = (name: string) => Promise<{ readonly fields: readonly Field[] }>

/** The lists of objects in an answer that lie in no other list. */
export interface AnswerLists {
  /** Their paths, outermost first; `$` is the answer itself. */
  readonly paths: readonly string[]
  /** Nothing was left out: the only one of them is the only one of the answer. */
  readonly isWhole: boolean
}

/** Steps into the answer, and objects that are looked at: what lies beyond is written in the YAML. */
const deepest = 4
const mostObjects = 24

/** Finds the lists of an answer, level by level. */
export async function listsOf(returns: Operation['returns'], load: LoadObject): Promise<AnswerLists> {
  const [object] = returns?.references ?? []
  if (object === undefined) return { paths: [], isWhole: true }
  if (returns?.type.endsWith('[]') === true) return { paths: ['$'], isWhole: true }
  const paths: string[] = []
  let left = mostObjects
  let level: readonly Place[] = [{ object, prefix: '', above: [] }]
  for (let depth = 1; depth <= deepest && level.length > 0; depth += 1) {
    const looked = level.slice(0, left)
    left -= looked.length
    const inside = await Promise.all(looked.map((place) => lookInto(place, load)))
    paths.push(...inside.flatMap((each) => each.lists))
    if (looked.length < level.length) return { paths, isWhole: false }
    level = inside.flatMap((each) => each.objects)
  }
  return { paths, isWhole: true }
}

/** What the binding says; else the list of its only rows; else the only list. As the compiler finds it. */
export function listMeant(
  { rows, projection = [] }: Binding,
  known: AnswerLists | undefined,
): Path | undefined {
  if (rows !== undefined) return rows
  const [entry, ...more] = projection.filter(({ fields }) => fields !== undefined)
  if (entry !== undefined && more.length === 0) return entry.path
  const [only, ...others] = known?.paths ?? []
  return known?.isWhole === true && others.length === 0 ? only : undefined
}

interface Place {
  readonly object: string
  /** The path to it, with its dot. */
  readonly prefix: string
  /** Objects on the way, so that one that holds itself ends. */
  readonly above: readonly string[]
}

async function lookInto({ object, prefix, above }: Place, load: LoadObject) {
  const { fields } = await load(object)
  const around = [...above, object]
  const known = fields.filter((field) => field.isErrorChannel !== true && field.references.length > 0)
  return {
    lists: known.filter(({ jsonType }) => jsonType === 'array').map(({ name }) => prefix + stepText(name)),
    objects: known.flatMap(({ name, jsonType, references: [inner] }): Place[] =>
      jsonType === 'object' && inner !== undefined && !around.includes(inner)
        ? [{ object: inner, prefix: `${prefix}${stepText(name)}.`, above: around }]
        : [],
    ),
  }
}
