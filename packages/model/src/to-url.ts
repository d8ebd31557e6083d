/**
 * An address as a URL, against a base when one is given; undefined for what is none. Node 20's own `URL.canParse` must not
 * be asked: once the engine has optimised it, addresses with a Latin letter beyond ASCII are none to it.
 */
export function toUrl(text: string, base?: string | URL): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}
