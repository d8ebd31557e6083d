import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { type BindingPlace, parametersQuery } from '../../api/bindings.ts'
import { objectQuery, operationQuery } from '../../api/catalog.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { beginBinding, wrappedList } from './begin-binding.ts'
import { Editor } from './editor.tsx'
import { useInputFields } from './input-fields.ts'
import { targetsOf } from './targets.ts'

/** A binding of the operation that the address names. */
export function NewBindingPage(): ReactNode {
  const { agentId } = useParams({ from: '/agents/$agentId/bindings/new' })
  const { provider: kind, operation } = useSearch({ from: '/agents/$agentId/bindings/new' })
  if (kind !== '' && operation !== '') return <NewBinding agentId={agentId} kind={kind} name={operation} />
  return (
    <Page title={t('editor.new')}>
      <Empty
        action={
          <Link className={classOf('primary')} to="/providers">
            {t('editor.chooseOperation')}
          </Link>
        }
      >
        {t('editor.ofNothing')}
      </Empty>
    </Page>
  )
}

interface NewBindingProps extends BindingPlace {
  /** Of the operation. */
  readonly name: string
}

/** A binding of an operation that nobody has saved yet, with what can be said of it already. */
function NewBinding({ agentId, kind, name }: NewBindingProps): ReactNode {
  const operation = useQuery(operationQuery(kind, name))
  const fields = useQuery(useInputFields(kind, operation.data))
  const object = operation.data?.returns?.references[0]
  const answer = useQuery({ ...objectQuery(kind, object ?? ''), enabled: object !== undefined })
  const list = wrappedList(answer.data)
  const rows = useQuery({ ...objectQuery(kind, list?.object ?? ''), enabled: list !== undefined })
  const parameters = useQuery(parametersQuery)
  const start = useMemo(() => {
    const isReady =
      (object === undefined || answer.data !== undefined) && (list === undefined || rows.data !== undefined)
    if (!isReady || !operation.data || !fields.data || !parameters.data) return undefined
    return beginBinding({
      operation: operation.data,
      targets: targetsOf(operation.data, fields.data),
      answer: answer.data,
      rows: list && rows.data && { path: list.path, object: rows.data },
      parameters: parameters.data,
    })
  }, [operation.data, fields.data, object, answer.data, list, rows.data, parameters.data])
  const error = operation.error ?? fields.error ?? answer.error ?? rows.error ?? parameters.error
  if (error !== null)
    return (
      <Page title={t('editor.new')}>
        <Failure error={error} />
      </Page>
    )
  if (start === undefined || operation.data === undefined)
    return (
      <Page title={t('editor.new')}>
        <Skeleton rows={8} what={name} />
      </Page>
    )
  return (
    <Editor
      key={`${kind}/${name}`}
      place={{ agentId, kind }}
      operation={operation.data}
      saved={start}
      skill={undefined}
    />
  )
}
