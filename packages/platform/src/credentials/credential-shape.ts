import { authMethods } from '@bindery/connection'
import { JsonValue } from '@bindery/model'
import { z } from 'zod'

/**
 * Values of any auth method. They are read by the method that `authType` names, or that their members give away; here they
 * are described, so that a client or a form knows which members there are.
 */
export const Credentials = z.record(z.string(), JsonValue).meta({
  id: 'Credentials',
  description: 'The members of one auth method; `authType` names it where they could be of several',
  anyOf: authMethods.map(({ name, title, schema }) => {
    const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
    return { title: `${title} (${name})`, ...json }
  }),
})
