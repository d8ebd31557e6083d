import { rowsOutputs } from '@bindery/model'
import type { ResolvedBinding } from './resolved-binding.ts'
import type { ResolvedReading } from './resolve-reading.ts'

/** What rows of an answer are sorted by after reading, list by list: those that it is about, and those within them. */
export type AnswerOrder = Pick<ResolvedReading, 'order' | 'key'>

/** Every order of rows of an answer, with the key that comes last in it. None for tables. */
export const answerOrders = ({
  reading,
  outputs,
}: Pick<ResolvedBinding, 'reading' | 'outputs'>): readonly AnswerOrder[] => [
  ...(reading === undefined ? [] : [reading]),
  ...rowsOutputs(outputs).flatMap(({ inner }) => inner ?? []),
]
