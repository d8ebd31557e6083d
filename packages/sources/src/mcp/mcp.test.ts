import { fileURLToPath } from 'node:url'
import { describeSource } from '../describe-source.contract.ts'
import { fetchConnection, listingConnection, sdkConnection } from './test-connection.ts'

const bakery = {
  tools: [
    {
      name: 'find_order',
      title: 'Find an order',
      description: 'Gives an order by its number.',
      inputSchema: {
        type: 'object',
        properties: { id: { type: 'integer', format: 'int64' }, customerEmail: { type: ['string', 'null'] } },
        required: ['id'],
      },
      outputSchema: {
        type: 'object',
        properties: {
          order: { $ref: '#/$defs/Order' },
          related: { type: 'array', items: { $ref: '#/$defs/Order' } },
        },
        required: ['order'],
        $defs: {
          Order: {
            type: 'object',
            properties: { id: { type: 'integer', format: 'int64' }, status: { enum: ['open', 'closed'] } },
            required: ['id'],
          },
        },
      },
      annotations: { readOnlyHint: true },
    },
    {
      name: 'cancel_order',
      inputSchema: { type: 'object', properties: { id: { type: 'string', description: 'The number' } } },
    },
    { name: 'delete_order', inputSchema: { type: 'object' }, annotations: { destructiveHint: false } },
    { name: 'send_cake', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
    {
      name: 'composed',
      inputSchema: {
        type: 'object',
        allOf: [{ properties: { a: { type: 'string' } } }, { properties: { b: { type: 'number' } } }],
      },
    },
  ],
  answer: () => ({}),
}

const tool = (name: string, more: object = {}) => ({ name, inputSchema: { type: 'object' }, ...more })

describeSource('mcp', {
  connect: () => sdkConnection(bakery),
  golden: fileURLToPath(new URL('./golden/bakery.catalog.json', import.meta.url)),
  hostile: [
    ['a login page', () => fetchConnection([], async () => new Response('<html>Sign in</html>', page))],
    ['nothing at all', () => fetchConnection([], async () => new Response(null, { status: 204 }))],
    ['an error page', () => fetchConnection([], async () => new Response('no', { status: 500 }))],
    ['a list that is none', () => listingConnection({ tools: 'many' })],
    ['tools that are none', () => listingConnection({ tools: [1, null, [], { name: 7 }, { name: '' }] })],
    [
      'schemas that are none',
      () => listingConnection({ tools: [{ name: 'a', inputSchema: 7, outputSchema: [] }] }),
    ],
    ['pages without end', () => listingConnection({ tools: [tool('a')], nextCursor: 'again' })],
    [
      'a huge list',
      () => listingConnection({ tools: Array.from({ length: 20_000 }, (_, n) => tool(`tool_${n}`)) }),
    ],
    [
      'a megabyte of description',
      () => listingConnection({ tools: [tool('a', { description: 'x'.repeat(1_000_000) })] }),
    ],
    [
      'names that cannot be told apart',
      () =>
        listingConnection({
          tools: [tool('pay'), tool('pay'), tool('p\u0430y'), tool('pay\u202e'), tool('__proto__')],
        }),
    ],
    [
      'a schema that refers to itself and away',
      () =>
        listingConnection({
          tools: [
            tool('a', {
              inputSchema: {
                type: 'object',
                properties: {
                  self: { $ref: '#' },
                  loop: { $ref: '#/properties/loop' },
                  file: { $ref: 'file:///etc/passwd' },
                  far: { $ref: 'https://evil.example/schema.json' },
                },
              },
            }),
          ],
        }),
    ],
    [
      'a schema nested 150 levels',
      () => listingConnection({ tools: [tool('a', { inputSchema: nested(150) })] }),
    ],
  ],
})

const page = { headers: { 'content-type': 'text/html' } }

function nested(depth: number): object {
  let schema: object = { type: 'string' }
  for (let level = 0; level < depth / 2; level++) schema = { type: 'object', properties: { a: schema } }
  return schema
}
