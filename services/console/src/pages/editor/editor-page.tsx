import type { AuthoredSkill, Binding, Operation } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Failure } from '../../ui/states.tsx'
import { Verb } from '../schema/verb.tsx'
import { DraftMarks } from './draft-marks.tsx'
import { EditorActions } from './editor-actions.tsx'
import { useEditor } from './editor-context.tsx'
import styles from './editor-page.module.css'
import { focusPlace } from './focus-place.ts'
import { InputsPane } from './inputs-pane.tsx'
import { oneOperation } from './keeping.ts'
import { LastTestContext } from './last-test.ts'
import { type Named, NameFields } from './name-fields.tsx'
import { OlderDraft } from './older-draft.tsx'
import { OutputPane } from './output-pane.tsx'
import { PaneTabs, type PaneId } from './pane-tabs.tsx'
import { ProblemsPane } from './problems-pane.tsx'
import { AggregatePane } from './rows/aggregate-pane.tsx'
import { CallPanes } from './rows/table-rows.tsx'
import { tableModeOf } from './rows/table-mode.ts'
import { readsAnswer } from './rows/use-answer-rows.ts'
import { TestPane } from './test-pane.tsx'
import { type Trial, useTrial } from './use-trial.ts'
import { YamlPane } from './yaml-pane.tsx'

interface EditorPageProps {
  readonly skill: AuthoredSkill | undefined
  /** Why the compiler could not be asked. */
  readonly problem: Error | null
}

/** The mapping editor: what comes in, what it fills, what goes out, and what is wrong with it. */
export function EditorPage({ skill, problem }: EditorPageProps): ReactNode {
  const { agentId, kind, operation, draft, validation } = useEditor()
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
      marks={<DraftMarks skill={skill} draft={draft} />}
      actions={
        <EditorActions
          skill={skill}
          draft={draft}
          keeping={oneOperation({ agentId, kind }, operation.name)}
          trial={trial}
          onTest={() => setPane('test')}
          isYaml={isYaml}
          onYaml={() => setIsYaml(!isYaml)}
        />
      }
      bar={<Bar pane={pane} onPane={setPane} />}
    >
      <OlderDraft draft={draft} />
      <div className={styles.place} data-pane={pane} data-refused={problem !== null}>
        {problem !== null && <Failure error={problem} />}
        {isYaml ? <YamlPane draft={draft} /> : <Panes trial={trial} />}
        <div className={styles.below}>
          <ProblemsPane
            draft={draft}
            validation={validation}
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

/** What comes in, what it fills, and what goes out. */
function Panes({ trial }: { readonly trial: Trial }): ReactNode {
  const { operation, draft } = useEditor()
  return (
    <div className={styles.panes}>
      <InputsPane />
      <LastTestContext value={{ params: trial.params, answer: trial.outcome?.response?.body }}>
        <div className={styles.middle}>
          <NameFields
            toolName={draft.binding.toolName}
            description={draft.binding.description}
            onChange={(names) => draft.edit(withNames(draft.binding, names))}
          />
          <CallPanes />
        </div>
        {isCounted(operation, draft.binding) ? <AggregatePane /> : <OutputPane />}
      </LastTestContext>
    </div>
  )
}

/** Rows of a table are counted by an operation of their own, those of an answer where the binding says so. */
const isCounted = (operation: Operation, { aggregate }: Binding): boolean =>
  tableModeOf(operation) === 'aggregate' || (readsAnswer(operation) && aggregate !== undefined)

function withNames({ description: _before, ...rest }: Binding, { toolName, description }: Named): Binding {
  return { ...rest, toolName, ...(description !== '' && { description }) }
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
