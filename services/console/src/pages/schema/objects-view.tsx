import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { indexQuery } from '../../api/catalog.ts'
import { formatNumber, t } from '../../text/translate.ts'
import { Empty } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { CatalogList } from './catalog-list.tsx'
import { CountLine } from './count-line.tsx'
import { MasterDetail } from './master-detail.tsx'
import { type ObjectEntry, toObjectEntries } from './object-entries.ts'
import { SearchField } from './search-field.tsx'
import { searchRows } from './search-rows.ts'
import { useWords } from './use-words.ts'

/** Every object of the provider and the one that is open. */
export function ObjectsView(): ReactNode {
  const { kind = '', object } = useParams({ strict: false })
  const { typed, setTyped, words } = useWords()
  const navigate = useNavigate()
  const index = useQuery(indexQuery(kind))
  const columns = index.data?.objects
  const all = useMemo(() => (columns === undefined ? [] : toObjectEntries(columns)), [columns])
  const shown = useMemo(() => searchRows(all, words), [all, words])
  const open = ({ name }: ObjectEntry): void => {
    void navigate({
      to: '/providers/$kind/schema/objects/$object',
      params: { kind, object: name },
      // The field that was looked at is one of another object.
      search: ({ field: _other, ...search }) => search,
      replace: object !== undefined,
    })
  }
  return (
    <MasterDetail
      label={t('schema.objects')}
      isOpen={object !== undefined}
      tools={
        <div className="row">
          <SearchField label={t('schema.searchObjects')} words={typed} onWords={setTyped} />
          <CountLine shown={shown.length} total={index.data && all.length} />
        </div>
      }
      list={
        <CatalogList
          label={t('schema.objects')}
          source={index}
          rows={shown}
          words={words}
          nothing={t('schema.noObjects')}
          open={object}
          rowHeight={36}
          render={(entry) => <ObjectRow entry={entry} />}
          onOpen={open}
        />
      }
      detail={object === undefined ? <Empty>{t('schema.chooseObject')}</Empty> : <Outlet />}
    />
  )
}

function ObjectRow({ entry }: { readonly entry: ObjectEntry }): ReactNode {
  return (
    <>
      <TwoLines name={<span className="mono">{entry.name}</span>} />
      <span className="faint num">{formatNumber(entry.fieldCount)}</span>
    </>
  )
}
