import type { Channel } from '@bindery/model'
import type { Principal } from './principal.ts'

/** By which face somebody came over HTTP: a session is that of a page of ours. */
export const channelOf = ({ session }: Pick<Principal, 'session'>): Channel =>
  session === undefined ? 'http' : 'console'
