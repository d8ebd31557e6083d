const nouns =
  'account address agreement alert asset attachment audience balance batch booking branch budget calendar campaign card case channel charge comment company contact contract coupon credit customer dashboard dataset deal delivery department deposit device dispute document domain employee entitlement event export feature field file filter folder form forecast goal group image import incident index insight inventory invoice issue item job journal key label lead ledger license limit line list location log member menu message meter metric milestone note notification offer order package page partner payment payout permission person phase plan policy portal price product profile project promotion quote receipt record refund region reminder report request reservation resource review role route rule schedule segment seller session setting shift signal site snapshot source stage statement step stock store subscription supplier survey tag target task tax team template term ticket token topic transfer trigger unit user vendor version view visit voucher wallet warehouse webhook workflow workspace zone'.split(
    ' ',
  )

const verbs = [
  ['get', 'list', 'List'],
  ['post', 'create', 'Create'],
  ['put', 'replace', 'Replace'],
  ['delete', 'delete', 'Delete'],
] as const

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/**
 * An OpenAPI document of a provider with this many operations, no two alike: each in a path of its own below one of some
 * hundred and fifty resources, with a sentence for a title. The same for the same number.
 */
export function largeDocument(operations: number): object {
  const paths: Record<string, Record<string, object>> = {}
  for (let at = 0; at < operations; at += 1) {
    const [method, verb, title] = verbs[at % verbs.length] ?? verbs[0]
    const pair = Math.floor(at / verbs.length)
    const outer = nouns[pair % nouns.length] ?? 'thing'
    const inner = nouns[(pair * 7 + Math.floor(pair / nouns.length)) % nouns.length] ?? 'thing'
    const kind = nouns[(pair * 31 + 5) % nouns.length] ?? 'thing'
    const path = `/v2/${outer}s/{${outer}_id}/${inner}s/${kind}_${pair}`
    paths[path] = {
      ...paths[path],
      [method]: {
        operationId: `${verb}${capital(outer)}${capital(inner)}${capital(kind)}${pair}`,
        summary: `${title} ${kind} ${inner}s that the ${outer} was given by its ${nouns[(pair * 13 + 3) % nouns.length]}`,
        tags: [capital(outer)],
        parameters: [{ name: `${outer}_id`, in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          200: {
            description: 'ok',
            content: { 'application/json': { schema: { $ref: `#/components/schemas/${capital(outer)}` } } },
          },
        },
      },
    }
  }
  const schemas = Object.fromEntries(
    nouns.map((noun) => [capital(noun), { type: 'object', properties: fieldsOf(noun) }]),
  )
  return { openapi: '3.1.0', info: { title: 'Large', version: '1' }, paths, components: { schemas } }
}

const fieldsOf = (noun: string): object => ({
  [`${noun}_id`]: { type: 'string' },
  name: { type: 'string' },
  status: { type: 'string', enum: ['open', 'closed'] },
})
