import type { Step } from '@bindery/client'
import type { StepsBinding } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useRef, useState } from 'react'
import { overviewQuery } from '../../../api/agents.ts'
import { Page } from '../../../shell/page.tsx'
import { t } from '../../../text/translate.ts'
import { Empty, Failure } from '../../../ui/states.tsx'
import { DraftMarks } from '../draft-marks.tsx'
import { EditorActions } from '../editor-actions.tsx'
import { focusPlace } from '../focus-place.ts'
import { severalSteps } from '../keeping.ts'
import { NameFields, type Named } from '../name-fields.tsx'
import { OlderDraft } from '../older-draft.tsx'
import { ProblemsPane } from '../problems-pane.tsx'
import type { SavedSkill } from '../saved-skill.ts'
import { TestPane } from '../test-pane.tsx'
import { YamlPane } from '../yaml-pane.tsx'
import { AddStep } from './add-step.tsx'
import { StepCard } from './step-card.tsx'
import { stepAt } from './step-lens.ts'
import { useSteps } from './steps-context.tsx'
import styles from './steps.module.css'
import { useStepsTrial } from './use-steps-trial.ts'

interface StepsViewProps {
  readonly skill: SavedSkill<StepsBinding> | undefined
  /** Why the compiler could not be asked. */
  readonly problem: Error | null
}

/** The editor of several steps: one card each in their order, then what is wrong, and a try. */
export function StepsView({ skill, problem }: StepsViewProps): ReactNode {
  const { agentId, draft, validation, setOpen } = useSteps()
  const [isYaml, setIsYaml] = useState(false)
  const test = useRef<HTMLDivElement>(null)
  const trial = useStepsTrial()
  const agent = useQuery(overviewQuery(agentId))
  const { binding } = draft
  return (
    <Page
      title={binding.toolName}
      shape="fill"
      above={
        <Link to="/agents/$agentId" params={{ agentId }}>
          {agent.data?.agent.name ?? t('agents.title')}
        </Link>
      }
      heading={skill?.functionName ?? t('steps.new')}
      type={skill === undefined ? 'text' : 'mono'}
      marks={<DraftMarks skill={skill} draft={draft} />}
      actions={
        <EditorActions
          skill={skill}
          draft={draft}
          keeping={severalSteps(agentId)}
          refusal={binding.steps.length === 0 ? t('steps.addFirst') : undefined}
          trial={trial}
          onTest={() => test.current?.scrollIntoView({ block: 'nearest' })}
          isYaml={isYaml}
          onYaml={() => setIsYaml(!isYaml)}
        />
      }
    >
      <div className={styles.place}>
        <div className={styles.scroll}>
          <OlderDraft draft={draft} />
          {problem !== null && <Failure error={problem} />}
          {isYaml ? <YamlPane draft={draft} /> : <AllSteps />}
        </div>
        <div className={styles.below}>
          <ProblemsPane
            draft={draft}
            validation={validation}
            onShow={(path) => {
              const found = stepAt(binding, path)
              setIsYaml(false)
              if (found !== undefined) setOpen(found.at)
              focusPlace(found === undefined ? path : found.path === '' ? `/steps/${found.at}` : found.path)
            }}
          />
          <div ref={test} className={styles.test}>
            <TestPane trial={trial} />
          </div>
        </div>
      </div>
    </Page>
  )
}

function AllSteps(): ReactNode {
  const { draft } = useSteps()
  const { binding } = draft
  return (
    <>
      <NameFields
        toolName={binding.toolName}
        description={binding.description}
        onChange={(names) => draft.edit(withNames(binding, names))}
      />
      <p className={styles.lead}>{t('steps.lead')}</p>
      {binding.steps.length === 0 && <Empty>{t('steps.none')}</Empty>}
      <ol className={styles.cards}>
        {binding.steps.map((step, at) => (
          <li key={keyOf(draft.binding.steps, at)}>
            <StepCard step={step} at={at} />
          </li>
        ))}
      </ol>
      <div className={styles.add} data-pointer="/steps">
        <AddStep />
      </div>
    </>
  )
}

function withNames(
  { description: _before, ...rest }: StepsBinding,
  { toolName, description }: Named,
): StepsBinding {
  return { ...rest, toolName, ...(description !== '' && { description }) }
}

/** What a step calls tells it apart, and not its name: who renames it goes on typing. */
function keyOf(steps: readonly Step[], at: number): string {
  const nameOf = (step: Step | undefined): string => `${step?.integration ?? ''}/${step?.operation ?? ''}`
  const own = nameOf(steps[at])
  return `${own}/${steps.slice(0, at).filter((other) => nameOf(other) === own).length}`
}
