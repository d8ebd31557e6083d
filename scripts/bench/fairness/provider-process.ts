import { createServer } from 'node:http'

/*
 * A provider in a process of its own: `/small` is some hundred bytes after 5 ms, and `/large` 3 MB of rows.
 */

const row = (n: number) => ({ id: n, name: `Customer ${n}`, note: 'x'.repeat(160) })
const small = JSON.stringify({ items: [row(1)] })
const large = JSON.stringify({ items: Array.from({ length: 14_000 }, (_, n) => row(n)) })

const server = createServer((request, response) => {
  const body = request.url?.startsWith('/large') === true ? large : small
  setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  }, 5)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  process.send?.({ address: `http://127.0.0.1:${port}` })
})
process.once('disconnect', () => process.exit(0))
