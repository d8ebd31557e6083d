/** Sent by the bridge of standard input and output, so that records say by which face a call came. It opens nothing. */
export const bridgeHeader = 'x-bindery-bridge'
