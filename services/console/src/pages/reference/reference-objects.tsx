import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { referenceIndexQuery } from '../../api/reference.ts'
import { formatNumber, t } from '../../text/translate.ts'
import { Empty } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { CatalogList } from '../schema/catalog-list.tsx'
import { CountLine } from '../schema/count-line.tsx'
import { MasterDetail } from '../schema/master-detail.tsx'
import { toObjectEntries } from '../schema/object-entries.ts'
import { SearchField } from '../schema/search-field.tsx'
import { searchRows } from '../schema/search-rows.ts'
import { useWords } from '../schema/use-words.ts'

/** Every object that the API takes or answers with, and the one that is open. */
export function ReferenceObjects(): ReactNode {
  const { object } = useParams({ strict: false })
  const { typed, setTyped, words } = useWords()
  const navigate = useNavigate()
  const index = useQuery(referenceIndexQuery)
  const columns = index.data?.objects
  const all = useMemo(() => (columns === undefined ? [] : toObjectEntries(columns)), [columns])
  const shown = useMemo(() => searchRows(all, words), [all, words])
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
          render={({ name, fieldCount }) => (
            <>
              <TwoLines name={<span className="mono">{name}</span>} />
              <span className="faint num">{formatNumber(fieldCount)}</span>
            </>
          )}
          onOpen={({ name }) => {
            void navigate({
              to: '/docs/api/objects/$object',
              params: { object: name },
              search: (search) => search,
              replace: object !== undefined,
            })
          }}
        />
      }
      detail={object === undefined ? <Empty>{t('schema.chooseObject')}</Empty> : <Outlet />}
    />
  )
}
