/** What the description of an API calls an operation and its parts, for documents that name them so. */
export interface OperationAddress {
  /** In capital letters. */
  readonly method: string
  /** With its places in braces: `/pets/{petId}`. */
  readonly path: string
  readonly parameters: readonly ParameterAddress[]
  /** In which the body is sent; absent where there is none. */
  readonly mediaType?: string
}

export interface ParameterAddress {
  /** Its name in the catalog. */
  readonly argument: string
  readonly name: string
  readonly place: string
}
