import type { ErrorCode, Json, SchemaCatalog } from '@bindery/model'
import type { EnvironmentRuleName } from './environment-rule.ts'
import type { RequiredScope } from './scopes.ts'

/** What a face knows of one of its operations beside what its description says. */
export interface OperationFacts {
  readonly scope: RequiredScope
  readonly environment: EnvironmentRuleName
  readonly errors: readonly ErrorCode[]
  /** Content as somebody would send it; undefined where none is taken. */
  readonly example: Json | undefined
  readonly reveals: 'a secret' | 'nothing'
}

/** A face's own description of itself, read as any provider's is. */
export interface DescribedApi {
  readonly catalog: SchemaCatalog
  readonly factsOf: (operation: string) => OperationFacts | undefined
}

/** Gives it; read when it is first asked for. */
export type ApiReference = () => Promise<DescribedApi>
