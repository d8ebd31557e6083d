import type { InstalledPreset, Pack } from '@bindery/client'
import { Info, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { BindingPlace } from '../../api/bindings.ts'
import { installPack } from '../../api/packs.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyCurl } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { Note } from '../../ui/marks.tsx'
import { Failure } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'
import styles from './packs.module.css'
import { type Fit, PresetRow } from './preset-row.tsx'

interface InstallCardProps {
  readonly place: BindingPlace
  readonly pack: Pack
  readonly fits: readonly Fit[]
  readonly installed: readonly {
    readonly preset: string
    readonly version: string
    readonly skillId: string
  }[]
}

/** The presets of a pack with what this account supports of them: those that fit are chosen until somebody says otherwise. */
export function InstallCard({ place, pack, fits, installed }: InstallCardProps): ReactNode {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const fitOf = (slug: string): Fit | undefined => fits.find((fit) => fit.slug === slug)
  const own = (slug: string) => installed.find(({ preset }) => preset === slug)
  const chosen = pack.presets
    .filter(({ slug }) => fitOf(slug)?.supported === true && own(slug) === undefined && !left.has(slug))
    .map(({ slug }) => slug)
  const choose = (slug: string, isChosen: boolean): void =>
    setLeft((before) => {
      const others = [...before].filter((each) => each !== slug)
      return new Set(isChosen ? others : [...others, slug])
    })
  return (
    <Card
      title={t('packs.presets')}
      count={t('packs.fitCount', {
        fit: fits.filter(({ supported }) => supported).length,
        total: pack.presets.length,
      })}
    >
      <ul className="list">
        {pack.presets.map((preset) => (
          <PresetRow
            key={preset.slug}
            place={place}
            preset={preset}
            fit={fitOf(preset.slug)}
            installed={own(preset.slug)}
            isChosen={chosen.includes(preset.slug)}
            onChoose={(isChosen) => choose(preset.slug, isChosen)}
          />
        ))}
      </ul>
      <Install place={place} fields={pack.config} chosen={chosen} installed={installed} />
    </Card>
  )
}

interface InstallProps extends Pick<InstallCardProps, 'place' | 'installed'> {
  readonly fields: Pack['config']
  readonly chosen: readonly string[]
}

/** What presets ask for besides, and the button; a value that is given late is filled into what is installed too. */
function Install({ place, fields, chosen, installed }: InstallProps): ReactNode {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const tell = useTell()
  const scope = useRefusal('skills:write', 'everywhere')
  const installing = useCommand({
    call: installPack(place),
    changes: [['agents'], ['session']],
    onDone: ({ data }) => tell(t('packs.installed', { count: data.filter(({ created }) => created).length })),
  })
  const config = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''))
  const isConfigured = Object.keys(config).length > 0
  const presets = isConfigured ? [...chosen, ...installed.map(({ preset }) => preset)] : chosen
  const refusal = scope ?? (presets.length === 0 ? t('packs.nothingChosen') : undefined)
  return (
    <div className={styles.foot}>
      {fields.map(({ name, title, description, example }) => (
        <Field
          key={name}
          label={title}
          {...(description !== undefined && { hint: description })}
          {...(example !== undefined && { placeholder: example })}
          value={typed[name] ?? ''}
          maxLength={1000}
          onChange={(event) => setTyped((before) => ({ ...before, [name]: event.target.value }))}
        />
      ))}
      <Note icon={Info}>{t('packs.arrive')}</Note>
      {installing.error !== null && <Failure error={installing.error} />}
      <Skipped answers={installing.data?.data ?? []} />
      <div className="row">
        <Button
          look={installed.length === 0 ? 'primary' : 'normal'}
          size="large"
          isBusy={installing.isRunning}
          refusal={refusal}
          onClick={() => installing.run({ presets, config })}
        >
          {t('packs.install', { count: presets.length })}
        </Button>
        <CopyCurl call={installPack(place)({ presets, config })} />
      </div>
    </div>
  )
}

/** What the server left out after all, and why. */
function Skipped({ answers }: { readonly answers: readonly InstalledPreset[] }): ReactNode {
  return answers.map(
    ({ preset, skipped }) =>
      skipped !== undefined && (
        <Note key={preset} meaning="warn" icon={TriangleAlert}>
          <b className="mono">{preset}</b> {skipped.reason}
        </Note>
      ),
  )
}
