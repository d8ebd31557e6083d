import type { AuthoredSkill } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Tag } from '../../ui/marks.tsx'
import { Failure } from '../../ui/states.tsx'
import { Verb } from '../schema/verb.tsx'
import { EditorActions } from './editor-actions.tsx'
import { useEditor } from './editor-context.tsx'
import styles from './editor-page.module.css'
import { focusPlace } from './focus-place.ts'
import { InputsPane } from './inputs-pane.tsx'
import { LastTestContext } from './last-test.ts'
import { NameFields } from './name-fields.tsx'
import { OlderDraft } from './older-draft.tsx'
import { OutputPane } from './output-pane.tsx'
import { PaneTabs, type PaneId } from './pane-tabs.tsx'
import { ProblemsPane } from './problems-pane.tsx'
import { AggregatePane } from './rows/aggregate-pane.tsx'
import { CallPanes } from './rows/table-rows.tsx'
import { tableModeOf } from './rows/table-mode.ts'
import { TestPane } from './test-pane.tsx'
import { useTrial } from './use-trial.ts'
import { YamlPane } from './yaml-pane.tsx'

interface EditorPageProps {
  readonly skill: AuthoredSkill | undefined
  /** Why the compiler could not be asked. */
  readonly problem: Error | null
}

/** The mapping editor: what comes in, what it fills, what goes out, and what is wrong with it. */
export function EditorPage({ skill, problem }: EditorPageProps): ReactNode {
  const { agentId, operation, draft } = useEditor()
  const [pane, setPane] = useState<PaneId>('arguments')
  const [isYaml, setIsYaml] = useState(false)
  const trial = useTrial()
  const agent = useQuery(overviewQuery(agentId))
  return (
    <Page
      title={draft.binding.toolName}
      shape="fill"
      above={
        <Link to="/agents/$agentId" params={{ agentId }}>
          {agent.data?.agent.name ?? t('agents.title')}
        </Link>
      }
      heading={skill?.functionName ?? t('editor.new')}
      type="mono"
      marks={<Marks skill={skill} />}
      actions={
        <EditorActions
          skill={skill}
          trial={trial}
          onTest={() => setPane('test')}
          isYaml={isYaml}
          onYaml={() => setIsYaml(!isYaml)}
        />
      }
      bar={<Bar pane={pane} onPane={setPane} />}
    >
      <OlderDraft />
      <div className={styles.place} data-pane={pane}>
        {problem !== null && <Failure error={problem} />}
        {isYaml ? (
          <YamlPane />
        ) : (
          <div className={styles.panes}>
            <InputsPane />
            <LastTestContext value={{ params: trial.params, answer: trial.outcome?.response?.body }}>
              <div className={styles.middle}>
                <NameFields />
                <CallPanes />
              </div>
              {tableModeOf(operation) === 'aggregate' ? <AggregatePane /> : <OutputPane />}
            </LastTestContext>
          </div>
        )}
        <div className={styles.below}>
          <ProblemsPane
            onShow={(path) => {
              setPane(paneOf(path))
              focusPlace(path)
            }}
          />
          <TestPane trial={trial} />
        </div>
      </div>
    </Page>
  )
}

/** On a phone, the pane whose rows say what stands at a place of the binding. */
const paneOf = (path: string): PaneId =>
  path.startsWith('/projection') || path.startsWith('/aggregate') ? 'output' : 'arguments'

interface BarProps {
  readonly pane: PaneId
  readonly onPane: (pane: PaneId) => void
}

/** What the binding calls, and on a phone the way between the panes. */
function Bar({ pane, onPane }: BarProps): ReactNode {
  const { kind, operation } = useEditor()
  return (
    <>
      <p className={styles.operation}>
        <Verb method="" isWrite={operation.isWrite} />
        <Link to="/providers/$kind/schema/operations/$operation" params={{ kind, operation: operation.name }}>
          {operation.title ?? operation.name}
        </Link>
        <span className="mono faint cut">{operation.name}</span>
        <span className="faint">{kind}</span>
      </p>
      <PaneTabs pane={pane} onPane={onPane} />
    </>
  )
}

function Marks({ skill }: { readonly skill: AuthoredSkill | undefined }): ReactNode {
  const { draft } = useEditor()
  return (
    <>
      {skill === undefined ? (
        <Tag meaning="line">{t('editor.neverSaved')}</Tag>
      ) : (
        <Tag meaning={skill.isEnabled ? 'ok' : 'line'}>
          {t(skill.isEnabled ? 'editor.enabled' : 'editor.disabled')}
        </Tag>
      )}
      <span className="faint" role="status">
        {draft.isFull
          ? t('editor.notKept')
          : draft.isKept
            ? t('editor.keptHere')
            : skill === undefined
              ? ''
              : t('editor.saved')}
      </span>
    </>
  )
}
