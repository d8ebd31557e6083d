/** What a person said about one line of an earlier draft. An edited line is an accepted one with another place. */
export type LineDecision =
  | { readonly kind: 'operation'; readonly verdict: 'accept' | 'reject'; readonly name: string }
  | {
      readonly kind: 'input' | 'output'
      readonly verdict: 'accept' | 'reject'
      /** The parameter, or the output. */
      readonly name: string
      /** As a line of a draft shows it: `body.title`, `items.name`. */
      readonly place: string
    }

/** Whether decisions leave an operation in the running: an accepted one stands alone. */
export function allowsOperation(decisions: readonly LineDecision[], operation: string): boolean {
  const own = decisions.filter((decision) => decision.kind === 'operation')
  const accepted = own.filter(({ verdict }) => verdict === 'accept')
  if (accepted.length > 0) return accepted.some(({ name }) => name === operation)
  return !own.some(({ name }) => name === operation)
}

/** Whether a person chose this very operation. */
export const isAccepted = (decisions: readonly LineDecision[], operation: string): boolean =>
  decisions.some(
    ({ kind, verdict, name }) => kind === 'operation' && verdict === 'accept' && name === operation,
  )

/** `decided` lines were settled by a person, so that no fit may change them. */
export type PairVerdict = 'decided' | 'refused' | 'open'

/** What decisions say about putting a name to a place; a name that was accepted elsewhere only is refused here. */
export function pairVerdict(
  decisions: readonly LineDecision[],
  kind: 'input' | 'output',
  pair: { readonly name: string; readonly place: string },
): PairVerdict {
  let verdict: PairVerdict = 'open'
  for (const decision of decisions) {
    if (decision.kind !== kind || decision.name !== pair.name) continue
    const isHere = decision.place === pair.place
    if (decision.verdict === 'accept' && isHere) return 'decided'
    if (decision.verdict === 'accept' || isHere) verdict = 'refused'
  }
  return verdict
}

/** Whether a person accepted this very line. */
export const isAcceptedLine = (
  decisions: readonly LineDecision[],
  { kind, name, place }: { readonly kind: 'input' | 'output'; readonly name: string; readonly place: string },
): boolean => pairVerdict(decisions, kind, { name, place }) === 'decided'

/** A line's name that is a value of another step (`patient.id`) or says what holds in every call (`always "open"`). */
export const isNoParameter = (name: string): boolean => /[. ]/.test(name)
