/** The bounds that keep every expression small, and every evaluation short. */
export const limits = {
  /** Characters of an expression. */
  textLength: 4000,
  /** Nesting of brackets in the text, and of nodes in the tree. */
  depth: 50,
  /** Nodes of the tree. */
  nodes: 500,
  /** Values of one literal range. */
  rangeSize: 1000,
  /** Characters that `$pad` may pad to. */
  padWidth: 1000,
  /** Bracket levels that hold a `??` or `?:`: the parser copies their left side, so each level doubles the tree. */
  fallbackLevels: 5,
  /** Nesting of data that is followed to its end. */
  dataDepth: 500,
  /** Characters of one text made by an expression. */
  stringLength: 1_000_000,
  /** Steps of one evaluation: about one per value looked at, one per 32 characters of text. */
  steps: 300_000,
  /** Work of one evaluation in regular expressions: program size times characters left, summed over the searches. */
  patternWork: 8_000_000,
  /** Instructions of one compiled regular expression. */
  patternSize: 500,
} as const
