import { jsonDepth, PlatformError } from '@bindery/model'
import type { FastifyInstance } from 'fastify'

/** Lists and objects inside each other: more than any body of ours means, and less than what exhausts a stack. */
const deepestBody = 200

/**
 * The one reader of JSON bodies: text that is nested too deep is refused by its brackets, before anything is made of it,
 * since whatever walks a value later may do so by calling itself. Members that would change prototypes are refused.
 */
export function addJsonBodies(app: FastifyInstance): void {
  const read = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (jsonDepth(body, deepestBody) > deepestBody) done(tooDeep())
    else void read(request, body.toString('utf8'), done)
  })
}

const tooDeep = (): PlatformError =>
  new PlatformError(
    'bad_request',
    `The body nests lists and objects more than ${deepestBody} levels deep. Send it flatter.`,
    { reason: 'body_too_deep' },
  )
