/** Of this server and its API. */
export const version = '0.1.0'
