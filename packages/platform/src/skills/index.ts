export { createSkill, reauthorSkill, validateBinding } from './author-skill.ts'
export { CallerVerification, verificationMethods } from './caller-verification.ts'
export { checkClaims } from './check-claims.ts'
export { removeSkill } from './delete-skill.ts'
export { exposeSkill } from './exposure.ts'
export { checkRevision, publishedHashOf, requireLocked, requireVersion } from './find-version.ts'
export {
  findLiveSkill,
  findLiveVersion,
  type LiveSkill,
  type LiveVersion,
  offeredSkills,
} from './live-skills.ts'
export { Manifest, manifestOf } from './manifest.ts'
export { readSkill } from './read-skill.ts'
export { SkillView, toBindingView, toSkillView } from './skill-view.ts'
export { enableAcknowledgements, switchSkills } from './switch-skill.ts'
export type { CheckedTest } from './tests/check-tests.ts'
export { createTest, removeTest, showTests } from './tests/manage-tests.ts'
export {
  type Replay,
  replayAnswers,
  type ReplayedAnswers,
  type ReplayedSide,
} from './tests/replay-answers.ts'
export type { TestResult } from './tests/run-tests.ts'
export { Expectation, PastedAnswer } from './tests/skill-test.ts'
export { anyBindingUseCases, PlacedBinding, toPlace } from './any-bindings.ts'
export { bindingUseCases } from './bindings.ts'
export { replayUseCases } from './tests/replays.ts'
export { skillTestUseCases } from './tests/skill-tests.ts'
export { tokensOf } from './tokens-of.ts'
export { transformUseCases } from './transforms.ts'
export { skillUseCases } from './skills.ts'
export { withSkillId } from './with-skill-id.ts'
