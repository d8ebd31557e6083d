import type { HttpAction } from './action.ts'

/** Whether it changes anything: every method but GET, unless its author says that it only reads. */
export const isWriting = ({ method, isWrite }: Pick<HttpAction, 'method' | 'isWrite'>): boolean =>
  isWrite ?? method !== 'GET'

/** What calling it does, by the protocol and by what the operator says. */
export function effectOf(action: Pick<HttpAction, 'method' | 'isWrite'>) {
  if (!isWriting(action)) return 'read' as const
  switch (action.method) {
    case 'GET':
    case 'POST':
      return 'action' as const
    case 'PUT':
    case 'PATCH':
      return 'update' as const
    case 'DELETE':
      return 'delete' as const
  }
}
