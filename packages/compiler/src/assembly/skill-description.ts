import { innerRowsAsked, knownPagination, namedOutputs, type Pagination, type Reading } from '@bindery/model'
import { visibleIndex } from '../resolution/catalog-view.ts'
import type { ResolvedBinding } from '../resolution/resolved-binding.ts'

/**
 * What agents are told that a skill does. One that tests, sorts or counts the rows of a list that comes in pages looks at the
 * first of them, and says so.
 */
export function describeSkill(resolved: ResolvedBinding, reading: Reading | undefined): string {
  const { binding, operation } = resolved
  const said = binding.description ?? operation.description ?? operation.title ?? binding.toolName
  const looks = [...looksAt(resolved, reading), ...looksWithin(resolved)]
  if (looks.length === 0) return said
  return `${said}${/[.!?]$/.test(said) ? '' : '.'} Looks at ${looks.join(' and ')}.`
}

function looksAt(resolved: ResolvedBinding, reading: Reading | undefined): readonly string[] {
  const { operation, assignments } = resolved
  const isTested = assignments.some(
    ({ condition }) => condition !== undefined && condition.rows === undefined,
  )
  const isDone = isTested || reading?.order !== undefined || reading?.aggregate !== undefined
  const pagination = knownPagination(operation, visibleIndex(resolved.view).object)
  if (reading === undefined || !isDone || pagination === undefined) return []
  const { pages = 1 } = reading
  const size = pageSizeOf(resolved, pagination)
  const first =
    size === undefined
      ? pages === 1
        ? "the first page of the provider's list"
        : `the first ${pages} pages of the provider's list`
      : `the first ${size * pages} rows of the provider's list`
  return [first]
}

/** Lists within rows that are tested or sorted, where their provider counts what it gives of them. */
const looksWithin = ({ outputs }: ResolvedBinding): readonly string[] =>
  namedOutputs(outputs).flatMap(({ name, output }) => {
    if (output.kind !== 'rows' || output.inner === undefined || output.resolution.status !== 'found')
      return []
    const isPaged = output.resolution.fields.some(
      ({ field }) => field.arguments?.some(({ role }) => role === 'pagination') === true,
    )
    return isPaged ? [`the first ${innerRowsAsked(output.max)} rows of each list "${name}"`] : []
  })

/** Rows of a page, where every call asks for the same number. */
function pageSizeOf(
  { assignments, operation }: ResolvedBinding,
  { sizeArgument }: Pagination,
): number | undefined {
  const given = assignments.find(
    ({ resolution }) => resolution.status === 'found' && resolution.target.path.join('.') === sizeArgument,
  )
  const size =
    given === undefined
      ? operation.arguments.find(({ name }) => name === sizeArgument)?.default
      : given.source.from === 'constant'
        ? given.source.value
        : undefined
  return typeof size === 'number' && size > 0 ? size : undefined
}
