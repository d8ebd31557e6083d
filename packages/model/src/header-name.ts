/**
 * The same for every spelling of a header that some server takes for it: names have no case, and what is handed on through
 * variables (RFC 3875, section 4.1.18) makes one sign of all that is neither a letter nor a digit.
 */
export const headerKey = (name: string): string => name.toLowerCase().replaceAll(/[^\da-z]/g, '-')

/**
 * Why no binding, no custom action and no document may give a header of this name a value; undefined when one may. Every
 * spelling of a name is that name.
 */
export function headerProblem(name: string): string | undefined {
  if (!token.test(name)) return 'its name is not a token of RFC 9110'
  const plain = headerKey(name)
  if (name.toLowerCase() !== plain && ours.test(plain))
    return 'it is another spelling of a header that the connection sets'
  return families.find(({ holds }) => holds.test(plain))?.problem
}

/** Whether a credential may travel in a header of this name: `Authorization`, `Cookie` and whatever the transport does not set. */
export const mayCarryCredential = (name: string): boolean =>
  token.test(name) && !transport.test(headerKey(name))

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/

/** What a request of the connection has in any case. */
const ours = /^(?:accept|accept-encoding|content-encoding|content-type|user-agent)$/

const transport =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailers?|expect|http2-settings|alt-used|proxy(?:-.*)?)$/

const families: readonly { readonly holds: RegExp; readonly problem: string }[] = [
  { holds: transport, problem: 'it belongs to the transport' },
  {
    holds: /^(?:authorization|cookie2?|set-cookie2?)$/,
    problem: 'only the credential of the connection sets it',
  },
  {
    holds:
      /^(?:x-)?(?:http-)?(?:method|verb)$|^(?:.*-)?override(?:-.*)?$|^x-(?:tunnel|request|real)-(?:method|verb)$|method-?override/,
    problem: 'it lets a request be another one than the catalog says',
  },
  {
    holds:
      /^(?:forwarded|via|cdn-loop|early-data|client-cert(?:-chain)?|x-sendfile-type|x-accel-.*|x-forwarded(?:-.*)?|x-(?:original|rewrite|real|remote|proxy|envoy|middleware)-.*|x-host|x-url|(?:.*-)?(?:client|connecting)-ip|remote-(?:user|addr)|front-end-https|http-(?:host|x-.*)|x-(?:web)?auth-(?:request|user|remote).*|x-webauth-.*|(?:x-)?ssl-.*|x-client-(?:cert|verify|dn).*|x-(?:goog-iap|amzn-oidc|ms-client-principal|arr)-.*)$/,
    problem: 'it speaks for a proxy in front of the provider',
  },
]
