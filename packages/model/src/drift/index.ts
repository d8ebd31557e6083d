export { describeDrift, describeHead, describePart, type PartPair } from './describe-drift.ts'
export {
  type DriftFact,
  type DriftImpact,
  driftImpacts,
  graver,
  type ObjectUse,
  type PartDrift,
} from './drift.ts'
export { followRenames, type NamedWords } from './follow-renames.ts'
export { findMoves } from './find-moves.ts'
export { findNested } from './find-nested.ts'
export { findSuccessors } from './find-successors.ts'
export { guessRenames, type RenameGuess } from './guess-renames.ts'
export { objectUses } from './object-use.ts'
