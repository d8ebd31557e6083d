import type { ConstDirectiveNode } from 'graphql'
import type { IssueLog } from '../json-schema/issue-log.ts'

const specified = ['deprecated', 'specifiedBy', 'oneOf', 'include', 'skip']

/** Which directives a schema defines and uses; those that it only uses mean nothing and are reported, once each. */
export class DirectiveUse {
  readonly #log: IssueLog
  readonly #defined = new Set(specified)
  readonly #used = new Map<string, string>()

  constructor(log: IssueLog) {
    this.#log = log
  }

  define(name: string): void {
    this.#defined.add(name)
  }

  use(directives: readonly ConstDirectiveNode[] | undefined, pointer: string): void {
    for (const { name } of directives ?? [])
      if (!this.#used.has(name.value)) this.#used.set(name.value, pointer)
  }

  report(): void {
    for (const [name, pointer] of this.#used) {
      if (this.#defined.has(name)) continue
      const message = `The directive "@${name}" is used and not defined; it is ignored.`
      this.#log.report({ code: 'directive_unknown', severity: 'info', message, pointer })
    }
  }
}
