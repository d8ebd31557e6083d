/** What is said of each construct that JSONata has and an expression may not hold. */
const refusals: { readonly [construct: string]: string } = {
  lambda:
    'Functions cannot be defined. Use a path with a filter or a constructor: items[status="open"].name.',
  bind: 'Values cannot be assigned to variables. Write the expression where its value is needed.',
  sequence: 'Parentheses hold one expression, without ";". Write the expression where its value is needed.',
  transform: 'Transforms "|...|...|" are not supported. Build the wanted object: {"name": name}.',
  partial: 'Partial application "?" is not supported. Call the function with all its arguments.',
  descendant: '"**" is not supported. Write the path to the field: contact.address.city.',
  parent: 'The parent operator "%" is not supported. Start the path one level higher.',
  tuple: 'The bindings "@" and "#" are not supported. Use a filter on the list instead.',
  regex: 'A regular expression may only stand as an argument of $contains, $match, $replace or $split.',
  call: 'Only the known functions can be called, by name: $uppercase(name).',
  apply: 'The right side of "~>" must be a function: name ~> $uppercase().',
}

/** Names a construct and says what to use instead; `place` is where it stands when that decides the advice. */
export function describeRefusal(construct: string, place = construct): string {
  const known = Object.hasOwn(refusals, construct) ? refusals[construct] : undefined
  const advice = Object.hasOwn(refusals, place) ? refusals[place] : undefined
  return known ?? advice ?? `"${construct}" is not supported in expressions.`
}

const unavailable: { readonly [name: string]: string } = {
  eval: 'Text is never run as code. Write the expression out.',
  map: 'Use a path: items.name, or items.($uppercase(name)).',
  filter: 'Use a filter: items[status="open"].',
  reduce: 'Use $sum, $max, $min, $join or $count.',
  sift: 'Build the wanted object: {"name": name}.',
  each: 'Use a wildcard: contact.*.',
  single: 'Use a filter and an index: items[status="open"][0].',
  now: 'Expressions give the same output for the same input; take the time from a parameter.',
  millis: 'Expressions give the same output for the same input; take the time from a parameter.',
  random: 'Expressions give the same output for the same input.',
  shuffle: 'Expressions give the same output for the same input.',
  power: 'Multiply instead: x * x.',
  formatNumber: 'Use $round and $string.',
}

/** Says that a function cannot be called and what to use instead. */
export function describeUnknownFunction(name: string, suggestions: readonly string[]): string {
  const advice = Object.hasOwn(unavailable, name) ? unavailable[name] : undefined
  if (advice !== undefined) return `"$${name}" is not available. ${advice}`
  const hint = suggestions[0] === undefined ? '' : ` Did you mean "${suggestions[0]}"?`
  return `There is no function "$${name}".${hint}`
}
