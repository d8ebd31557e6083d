export { type CompileInput } from './compile-input.ts'
export { compile, type Compiled } from './compile.ts'
export { explain, type Explanation } from './explain.ts'
export { toolDefinition, type ToolFormat } from './tool-definition.ts'
