import { effects, type Operation, type SchemaCatalog } from '@bindery/model'
import { loadRequestShape } from '@bindery/sources'
import { z } from 'zod'

const longestTitle = 120

/** Columns of equal length: the same place in each is the same operation, or object. */
export const CatalogIndexView = z
  .object({
    operations: z
      .object({
        name: z.array(z.string()),
        title: z.array(z.string()).describe('Empty for one without; cut at 120 characters'),
        method: z.array(z.string()).describe('Empty where operations have no address of their own'),
        path: z.array(z.string()).describe('With `{name}` for what an argument fills'),
        group: z.array(z.string()).describe('The first one; empty for none'),
        effect: z.array(z.enum(effects)),
        availability: z.array(z.enum(['bindable', 'limited', 'quarantined'])),
      })
      .describe('Columns, in the order of the catalog'),
    objects: z
      .object({ name: z.array(z.string()), fieldCount: z.array(z.int()) })
      .describe('Columns, likewise'),
  })
  .meta({ id: 'CatalogIndex' })

/** Where requests of an operation go. */
export interface OperationAddress {
  readonly method: string
  /** With `{name}` for what an argument fills. */
  readonly path: string
}

/** Gives the address of each operation of a source kind; undefined for kinds whose operations share one. */
export async function loadAddressOf(
  source: string,
): Promise<(operation: Operation) => OperationAddress | undefined> {
  const shapeOf = await loadRequestShape(source)
  if (shapeOf === undefined) return () => undefined
  return (operation) => {
    const { method, path } = shapeOf(operation)
    return { method, path: path.map((part) => (typeof part === 'string' ? part : `{${part.slot}}`)).join('') }
  }
}

/** Everything that a page needs to search a catalog by itself: columns, since what is alike is written once when compressed. */
export async function indexColumns({
  source,
  operations,
  objects,
}: SchemaCatalog): Promise<z.input<typeof CatalogIndexView>> {
  const addressOf = await loadAddressOf(source)
  const addresses = operations.map(addressOf)
  return {
    operations: {
      name: operations.map(({ name }) => name),
      title: operations.map(({ title = '' }) => title.slice(0, longestTitle).toWellFormed()),
      method: addresses.map((address) => address?.method ?? ''),
      path: addresses.map((address) => address?.path ?? ''),
      group: operations.map(({ groups }) => groups[0] ?? ''),
      effect: operations.map(({ effect }) => effect),
      availability: operations.map(({ availability }) => availability.status),
    },
    objects: {
      name: objects.map(({ name }) => name),
      fieldCount: objects.map(({ fields }) => fields.length),
    },
  }
}
