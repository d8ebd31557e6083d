import type { JsonObject } from '@bindery/model'
import type { FollowedWords } from '../drift/follow-words.ts'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'
import type { IntrospectionEnd } from '../kernel/introspector.ts'

const mostWords = 50

/** What became of the words that an operator had said of operations and fields. */
export function wordWarnings({ followed, orphaned, withdrawn }: FollowedWords): JsonObject[] {
  const list = (words: readonly string[]): string =>
    [...words.slice(0, mostWords), ...(words.length > mostWords ? ['...'] : [])].join('; ')
  const warning = (code: string, words: readonly string[], message: string): JsonObject[] =>
    words.length === 0 ? [] : [{ code, message: `${message} ${list(words)}` }]
  return [
    ...warning(
      'operator_word_followed',
      followed,
      'What operators said holds for what looks like the same under a new name, too:',
    ),
    ...warning(
      'operator_word_withdrawn',
      withdrawn,
      'What operators made milder has given its name to another part, of which nobody said so; say it again where it holds:',
    ),
    ...warning(
      'operator_word_without_subject',
      orphaned,
      'What operators said is about nothing that the schema has now; say it again of what replaced it:',
    ),
  ]
}

/** What was left out or needs a person: quarantined and limited operations, issues, missing addresses. */
export function warningsOf(
  counts: JsonObject,
  found: IntegrationWithSlots,
  end: IntrospectionEnd,
): JsonObject[] {
  const warnings: JsonObject[] = []
  const add = (code: string, message: string): void => {
    warnings.push({ code, message })
  }
  const { kind } = found.integration
  if (Number(counts['quarantined']) > 0) {
    add(
      'operations_quarantined',
      `${Number(counts['quarantined'])} operations cannot be bound as they are described. Each of them says why: they are listed as "quarantined".`,
    )
  }
  if (Number(counts['limited']) > 0) {
    add('operations_limited', `${Number(counts['limited'])} operations can be bound with limits.`)
  }
  if (Number(counts['issueCount']) > 0) {
    add(
      'document_issues',
      `The description has ${Number(counts['issueCount'])} issues. The issues of "${kind}" list them.`,
    )
  }
  if (found.slots.length === 0) {
    const proposal = end.head.servers[0]
    const hint = proposal === undefined ? '' : ` The description proposes ${proposal}.`
    add('environment_missing', `No environment has a base URL yet.${hint} Set one on "${kind}".`)
  }
  return warnings
}
