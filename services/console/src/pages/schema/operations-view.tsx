import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { indexQuery } from '../../api/catalog.ts'
import { t } from '../../text/translate.ts'
import { Empty } from '../../ui/states.tsx'
import { CatalogList } from './catalog-list.tsx'
import { CountLine } from './count-line.tsx'
import { EffectFilter } from './effect-filter.tsx'
import { MasterDetail } from './master-detail.tsx'
import { type OperationEntry, toOperationEntries } from './operation-entries.ts'
import { OperationArticle } from './operation-detail.tsx'
import { OperationRow } from './operation-row.tsx'
import { SearchField } from './search-field.tsx'
import { searchRows } from './search-rows.ts'
import { useWords } from './use-words.ts'

/** Every operation of the provider, searched in the browser, and the one that is open. */
export function OperationsView(): ReactNode {
  const { kind = '', operation } = useParams({ strict: false })
  const { typed, setTyped, words, isSettled } = useWords()
  const navigate = useNavigate()
  const index = useQuery(indexQuery(kind))
  const { all, shown } = useShown(index.data?.operations, words)
  const open = ({ name }: OperationEntry): void => {
    void navigate({
      to: '/providers/$kind/schema/operations/$operation',
      params: { kind, operation: name },
      search: (search) => search,
      replace: operation !== undefined,
    })
  }
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
          render={(entry) => <OperationRow entry={entry} />}
          onOpen={open}
        />
      }
      detail={
        operation === undefined ? (
          <FirstOperation kind={kind} rows={shown} isSettled={isSettled} />
        ) : (
          <Outlet />
        )
      }
    />
  )
}

interface FirstOperationProps {
  readonly kind: string
  readonly rows: readonly OperationEntry[]
  /** Nobody is typing. */
  readonly isSettled: boolean
}

/** Beside a list of which nothing is open stands its first row; a phone, which shows one of both, shows the list. */
function FirstOperation({ kind, rows: [first], isSettled }: FirstOperationProps): ReactNode {
  if (first === undefined || !isSettled) return <Empty>{t('schema.chooseOperation')}</Empty>
  return <OperationArticle kind={kind} operation={first.name} />
}

/** All operations, and those that the filter and the words leave. */
function useShown(columns: Parameters<typeof toOperationEntries>[0] | undefined, words: string) {
  const { effect } = useSearch({ from: '/providers/$kind/schema' })
  const all = useMemo(() => (columns === undefined ? [] : toOperationEntries(columns)), [columns])
  const kept = useMemo(
    () => (effect === undefined ? all : all.filter((entry) => entry.isWrite === (effect === 'write'))),
    [all, effect],
  )
  const shown = useMemo(() => searchRows(kept, words), [kept, words])
  return { all, shown }
}
