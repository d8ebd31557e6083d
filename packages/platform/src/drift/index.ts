export { decideDrift, driftDecisions, requireOpenDrift } from './decide-drift.ts'
export { changeEffect } from './change-effect.ts'
export { recheckSkills } from './recheck-skills.ts'
export { rejudgeEffects } from './rejudge-effects.ts'
export { changeSensitivity, listSensitivity, type SensitivityState } from './change-sensitivity.ts'
export { SkillDriftView, toSkillDriftView } from './skill-drift-view.ts'
export {
  countDrift,
  DriftCounts,
  DriftFactView,
  PartDriftView,
  RenameView,
  SkillVerdictView,
  toPartView,
  toRenameView,
} from './views.ts'
export { driftUseCases } from './drift.ts'
export { operationEffectUseCases } from './operation-effects.ts'
export { sensitivityUseCases } from './sensitivity.ts'
export { scopingUseCases } from './scoping.ts'
