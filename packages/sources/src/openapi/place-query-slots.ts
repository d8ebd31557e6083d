import type { ObjectPlace } from '../json-schema/place.ts'
import type { KnownParameter, OperationHead, Parameter } from './normal-form.ts'
import type { PathTemplate } from './path-template.ts'

/**
 * Parameters of an operation whose path key carries a query with slots (`/export?filename={filename}`): each slot is a query
 * parameter under the name that it is sent by, whether the document declares it as one of the path, of the query or not at
 * all. Never frozen text.
 */
export function placeQuerySlots(
  parameters: readonly Parameter[],
  template: Pick<PathTemplate, 'slots' | 'querySlots'>,
  { item }: OperationHead,
): readonly Parameter[] {
  const { file, pointer, depth } = item
  const at: ObjectPlace = { file, pointer, depth, node: {} }
  return template.querySlots.reduce((placed, { name, slot }) => {
    const index = placed.findIndex(
      (parameter) =>
        parameter.status === 'known' &&
        (parameter.name === slot || (parameter.place === 'query' && parameter.name === name)) &&
        (parameter.place === 'path' || parameter.place === 'query'),
    )
    const declared = placed[index]
    if (declared?.status !== 'known') return [...placed, undeclared(name, at)]
    const moved = declared.place === 'query' ? { ...declared, name } : { ...declared, name, ...inQuery }
    const isInPath = declared.place === 'path' && template.slots.includes(slot)
    return isInPath ? [...placed, moved] : placed.with(index, moved)
  }, parameters)
}

const undeclared = (name: string, at: ObjectPlace): KnownParameter => ({
  status: 'known',
  name,
  ...inQuery,
  required: true,
  allowReserved: false,
  schema: undefined,
  at,
})

const inQuery = { place: 'query', style: 'form', explode: true } as const
