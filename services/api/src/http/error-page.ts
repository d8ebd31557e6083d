import { errorTable, isErrorCode } from '@bindery/model'

/** The page that the `type` of a problem leads to; undefined for a code that does not exist. */
export function describeErrorPage(code: string): string | undefined {
  if (!isErrorCode(code)) return undefined
  const { title, status, actor, isRetryable } = errorTable[code]
  const retry = isRetryable
    ? 'The same request may succeed later without anybody changing anything.'
    : 'The same request will fail again until something changes.'
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${code} - Bindery</title></head>
<body>
<h1><code>${code}</code></h1>
<p>${title}. HTTP status ${status}. Who must act: the ${actor}. ${retry}</p>
<p>The member <code>detail</code> of the error says what was expected and what to do; <code>errors</code> lists every problem
of the request with its place, near names and ready-made fixes.</p>
<p><a href="/docs/api">API reference</a></p>
</body>
</html>
`
}
