import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { referenceIndexQuery } from '../../api/reference.ts'
import { t } from '../../text/translate.ts'
import { Empty } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { CatalogList } from '../schema/catalog-list.tsx'
import { CountLine } from '../schema/count-line.tsx'
import { EffectFilter } from '../schema/effect-filter.tsx'
import { MasterDetail } from '../schema/master-detail.tsx'
import { type OperationEntry, toOperationEntries } from '../schema/operation-entries.ts'
import { SearchField } from '../schema/search-field.tsx'
import { searchRows } from '../schema/search-rows.ts'
import { useWords } from '../schema/use-words.ts'
import { Verb } from '../schema/verb.tsx'
import { ReferenceArticle } from './reference-operation.tsx'
import { shortPath } from './request-of.ts'

/** Every operation of the API, searched in the browser, and the one that is open. */
export function ReferenceOperations(): ReactNode {
  const { operation } = useParams({ strict: false })
  const { effect } = useSearch({ from: '/docs/api' })
  const { typed, setTyped, words, isSettled } = useWords()
  const navigate = useNavigate()
  const index = useQuery(referenceIndexQuery)
  const columns = index.data?.operations
  const all = useMemo(() => (columns === undefined ? [] : byAddress(toOperationEntries(columns))), [columns])
  const shown = useMemo(() => {
    const kept = effect === undefined ? all : all.filter(({ isWrite }) => isWrite === (effect === 'write'))
    return searchRows(kept, words)
  }, [all, effect, words])
  const [first] = shown
  return (
    <MasterDetail
      label={t('schema.operations')}
      isOpen={operation !== undefined}
      tools={
        <>
          <SearchField label={t('schema.searchOperations')} words={typed} onWords={setTyped} />
          <div className="row">
            <EffectFilter />
            <span className="grow" />
            <CountLine shown={shown.length} total={index.data && all.length} />
          </div>
        </>
      }
      list={
        <CatalogList
          label={t('schema.operations')}
          source={index}
          rows={shown}
          words={words}
          nothing={t('schema.noOperations')}
          open={operation}
          rowHeight={44}
          render={(entry) => <Row entry={entry} />}
          onOpen={({ name }) => {
            void navigate({
              to: '/docs/api/operations/$operation',
              params: { operation: name },
              search: (search) => search,
              replace: operation !== undefined,
            })
          }}
        />
      }
      detail={
        operation !== undefined ? (
          <Outlet />
        ) : first === undefined || !isSettled ? (
          <Empty>{t('schema.chooseOperation')}</Empty>
        ) : (
          <ReferenceArticle operation={first.name} />
        )
      }
    />
  )
}

/** What is done at one address stands together, reading first. */
const byAddress = (entries: readonly OperationEntry[]): readonly OperationEntry[] =>
  entries.toSorted(
    (a, b) => a.path.localeCompare(b.path) || methods.indexOf(a.method) - methods.indexOf(b.method),
  )

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

const Row = ({ entry: { method, isWrite, title, path } }: { readonly entry: OperationEntry }): ReactNode => (
  <>
    <Verb method={method} isWrite={isWrite} />
    <TwoLines name={title} below={<span className="mono">{shortPath(path)}</span>} />
  </>
)
