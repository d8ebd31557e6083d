import {
  type Assignment,
  Binding,
  type CheckedBinding,
  type Connection,
  type HttpRequest,
  type HttpResponse,
  type Operation,
  type TypeRef,
} from '@bindery/model'

/** A place that a parameter of its own name fills, and its type. */
export type FilledTarget = readonly [target: Assignment['target'], type: TypeRef]

/** A checked binding as the compiler makes it, as far as lowering looks. */
export function bindingOf(operation: Operation, targets: readonly FilledTarget[] = []): CheckedBinding {
  return {
    operation,
    binding: Binding.parse({ operation: operation.name, toolName: 't' }),
    parameters: [],
    outputs: [],
    assignments: targets.map(([target, targetType]) => ({
      target,
      targetType,
      targetNullable: false,
      source: { from: 'parameter', name: target.join('.') },
    })),
  }
}

/** A door that keeps what is sent and answers with one response. */
export function recording(response: HttpResponse): {
  readonly connection: Connection
  readonly sent: HttpRequest[]
} {
  const sent: HttpRequest[] = []
  const refuse = (): Promise<never> => Promise.reject(new Error('Only fetch is used.'))
  return {
    sent,
    connection: {
      environment: 'development',
      fetch: (request) => {
        sent.push(request)
        return Promise.resolve(response)
      },
      database: refuse,
      documents: refuse,
    },
  }
}
