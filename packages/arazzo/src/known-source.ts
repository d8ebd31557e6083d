import type { Operation, SchemaCatalog } from '@bindery/model'
import type { OperationAddress } from '@bindery/sources'

/** A connected provider whose description a workflow names. */
export interface KnownSource {
  /** Slug of the integration. */
  readonly integration: string
  /** As callers may see it. */
  readonly catalog: SchemaCatalog
  readonly addressOf: (operation: Operation) => OperationAddress
}
