import type { Argument } from '@bindery/client'
import { type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { RequiredMark } from '../../ui/field.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'
import styles from './detail.module.css'
import { Example } from './example.tsx'
import { SensitivityMark } from './sensitivity-mark.tsx'

/** Optional arguments that are shown at once; more are a click away. */
const shownOptional = 6

/** What an operation takes: required first, in the provider's own words. */
export function ArgumentTable({ args }: { readonly args: readonly Argument[] }): ReactNode {
  const [isWhole, setIsWhole] = useState(false)
  if (args.length === 0) return <p className={`dim ${styles.section}`}>{t('schema.takesNothing')}</p>
  const required = args.filter((argument) => argument.required)
  const optional = args.filter((argument) => !argument.required)
  const shown = [...required, ...(isWhole ? optional : optional.slice(0, shownOptional))]
  const left = args.length - shown.length
  return (
    <>
      <h3 className={styles.section}>
        {t('schema.arguments')}
        <span className="faint">{t('common.showing', { shown: shown.length, total: args.length })}</span>
      </h3>
      <table className={styles.table}>
        <thead className="sr">
          <tr>
            <th>{t('schema.name')}</th>
            <th>{t('schema.type')}</th>
            <th>{t('schema.place')}</th>
            <th>{t('schema.meaning')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((argument) => (
            <ArgumentRow key={`${argument.place}-${argument.name}`} argument={argument} />
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <button type="button" className={`btn quiet ${styles.more}`} onClick={() => setIsWhole(true)}>
          {t('schema.optionalMore', { count: left })}
        </button>
      )}
    </>
  )
}

function ArgumentRow({ argument }: { readonly argument: Argument }): ReactNode {
  const { name, type, place, required, description, allowedValues, default: standard } = argument
  return (
    <tr>
      <td className="mono">
        <ProviderText>{name}</ProviderText> {required && <RequiredMark />}
      </td>
      <td className={`type ${styles.type}`}>{allowedValues === undefined ? type : t('schema.oneOf')}</td>
      <td className={`faint ${styles.where}`}>{place}</td>
      <td className="dim">
        {description !== undefined && <ProviderText>{description}</ProviderText>}
        {allowedValues !== undefined && <Choices values={allowedValues} />}
        {standard !== undefined && (
          <>
            {' '}
            <span className="mono">{JSON.stringify(standard)}</span> {t('schema.whenLeftOut')}
          </>
        )}
        <Example of={argument.example} />
        <SensitivityMark sensitivity={argument.sensitivityClass} />
      </td>
    </tr>
  )
}

/** Values that are shown of a longer list of choices. */
const shownChoices = 8

function Choices({ values }: { readonly values: readonly (string | number | boolean)[] }): ReactNode {
  const left = values.length - shownChoices
  return (
    <span className="mono">
      {' '}
      {values.slice(0, shownChoices).map(String).join(', ')}
      {left > 0 && ` ${t('common.more', { count: left })}`}
    </span>
  )
}
