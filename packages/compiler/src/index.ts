export { type CompileInput } from './compile-input.ts'
export { compile, type Compiled } from './compile.ts'
export {
  type CompiledSteps,
  compileSteps,
  type StepCompileInput,
  stepsToLoad,
  type StepToLoad,
} from './steps/compile-steps.ts'
export { publishedOutputSchema } from './assembly/output-schema.ts'
export { explain, type Explanation } from './explain.ts'
export { readReference, type StepReference } from './steps/step-reference.ts'
export { toFunctionName } from './assembly/function-name.ts'
export { findTarget } from './resolution/find-target.ts'
export { toSnakeCase } from './resolution/propose-parameter.ts'
export { fromStrict } from './strict-schema.ts'
export { toolDefinition, type ToolFormat } from './tool-definition.ts'
export { renameBinding } from './repair/rename-binding.ts'
export {
  bindingChanges,
  repairBinding,
  type Repair,
  type RepairChange,
  type RepairTask,
} from './repair/repair-binding.ts'
