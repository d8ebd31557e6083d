import { z } from 'zod'
import { AgentResource, BindingResource, Resource, StepsResource } from './resource.ts'

const schemas = {
  agent: AgentResource,
  binding: z.union([BindingResource, StepsResource]),
  resource: Resource,
}

/** What editors check files by, by the name that a face gives it: JSON Schemas of draft 7, which editors know best. */
export const resourceSchemas: Readonly<Record<string, () => object>> = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [
    name,
    () => z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' }),
  ]),
)
