/**
 * One step from the answer towards a value. A `field` step over a list is only legal inside `rows`. `from` is the only
 * shape that the provider describes for the value that the step leads out of, so that another one is an answer that
 * cannot be used; `union` where it describes others beside an object, which have no fields. Absent where none is described,
 * and in older skills.
 */
export type PathStep =
  | { readonly kind: 'field'; readonly name: string; readonly from?: 'object' | 'union' }
  | { readonly kind: 'item'; readonly index: number; readonly from?: 'list' }
