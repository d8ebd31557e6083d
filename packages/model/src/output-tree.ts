/** An output, in whatever form: a value, or rows that have outputs of their own. */
export type OutputNode<Node> =
  | { readonly kind: 'value'; readonly leaf: string }
  | { readonly kind: 'rows'; readonly leaf: string; readonly fields: readonly Node[] }

/**
 * Every output at any depth, rows before what is in them. Whatever holds for outputs is asked of this list, so that no
 * rule, class or redaction misses a leaf of rows within rows.
 */
export function everyOutput<Node extends OutputNode<Node>>(outputs: readonly Node[]): readonly Node[] {
  return namedOutputs(outputs).map(({ output }) => output)
}

/** Every value at any depth, in the order of the binding. */
export function valueOutputs<Node extends OutputNode<Node>>(
  outputs: readonly Node[],
): readonly Extract<Node, { readonly kind: 'value' }>[] {
  return everyOutput(outputs).filter(isValue)
}

const isValue = <Node extends { readonly kind: string }>(
  node: Node,
): node is Extract<Node, { readonly kind: 'value' }> => node.kind === 'value'

/** Every list of rows at any depth, outer ones before those within them. */
export function rowsOutputs<Node extends OutputNode<Node>>(
  outputs: readonly Node[],
): readonly Extract<Node, { readonly kind: 'rows' }>[] {
  return everyOutput(outputs).filter(isRows)
}

const isRows = <Node extends { readonly kind: string }>(
  node: Node,
): node is Extract<Node, { readonly kind: 'rows' }> => node.kind === 'rows'

/** As `everyOutput`, with the full names of outputs: `leaf`, `rows.leaf`, `rows.inner.leaf`. */
export function namedOutputs<Node extends OutputNode<Node>>(
  outputs: readonly Node[],
  prefix = '',
): readonly { readonly name: string; readonly output: Node }[] {
  return outputs.flatMap((output) => {
    const name = `${prefix}${output.leaf}`
    const inner = output.kind === 'rows' ? namedOutputs(output.fields, `${name}.`) : []
    return [{ name, output }, ...inner]
  })
}
