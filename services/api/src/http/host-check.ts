const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

/**
 * Whether a Host header may be served. A server on a loopback address answers to loopback names only, so that a web page
 * whose name was made to resolve to 127.0.0.1 cannot reach it; a server on a public address leaves names to its proxy.
 */
export function isHostAllowed(header: string | undefined, listening: string): boolean {
  if (!loopbackNames.has(listening)) return true
  return header !== undefined && isLoopbackName(header)
}

/** Whether a host, with or without a port, is this machine. */
export const isLoopbackName = (host: string): boolean =>
  loopbackNames.has(host.replace(/:\d+$/, '').toLowerCase())
