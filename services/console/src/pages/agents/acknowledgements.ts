import { acknowledgements, ProblemError } from '@bindery/client'
import type { Acknowledged } from './use-switch.ts'

/** Something that somebody who enables a skill must have understood. */
export interface Acknowledgement {
  readonly word: Acknowledged
  /** What the server says of it; empty of what the page says itself. */
  readonly messages: readonly string[]
}

/** The server enables it once somebody has agreed to what it names. */
export const isAcknowledgement = (error: Error): boolean =>
  error instanceof ProblemError && error.problem.code === 'acknowledgement_required'

/** What has to be agreed to: that it writes, and what the server named, each with all that it said of it. */
export function acknowledgementsFor(isWrite: boolean, error: Error | null): readonly Acknowledgement[] {
  const said = error instanceof ProblemError && isAcknowledgement(error) ? (error.problem.errors ?? []) : []
  return acknowledgements
    .map((word) => ({
      word,
      messages: said.filter(({ code }) => code === word).map(({ message }) => message),
    }))
    .filter(({ word, messages }) => messages.length > 0 || (word === 'write' && isWrite))
}
