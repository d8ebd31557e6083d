/** What an operator gave as the way to a provider. */
export type Source =
  | { readonly from: 'url'; readonly url: string }
  | { readonly from: 'document'; readonly document: string }
  | { readonly from: 'dsn'; readonly dsn: string; readonly password: string }

/** What was typed, pasted or dropped is: the name of a data source, a description, or an address. */
export function toSource(text: string): Source {
  const given = text.trim()
  if (/^(jdbc:)?(postgres(ql)?|mysql|mariadb)[a-z0-9+]*:\/\//i.test(given)) return splitDsn(given)
  // An address has no blanks in it, and a description of one line has.
  const isDocument = /^[{[<"]/.test(given) || /\s/.test(given)
  return isDocument ? { from: 'document', document: text } : { from: 'url', url: given }
}

/** The password goes with the credential, and so nowhere that a name is shown, sent or kept. */
function splitDsn(dsn: string): Source {
  const [, before = dsn, written = '', after = ''] = /^([^/]*\/\/[^:@/]*):(.*)(@.*)$/s.exec(dsn) ?? []
  const parameter = /([?&])password=([^&#]*)/i.exec(after === '' ? before : after)
  const bare = `${before}${after}`.replace(/([?&])password=[^&#]*&?/i, '$1').replace(/[?&]$/, '')
  return { from: 'dsn', dsn: bare, password: decoded(written === '' ? (parameter?.[2] ?? '') : written) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
