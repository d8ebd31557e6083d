import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Where most of a file's time is a server and a browser, however short it is. */
const isSlow = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/services/console/browser/')

/** What takes long comes first, so that no process is left with it when the others have nothing more to do. */
export class SlowFirstSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files)
    return [...usual.filter(isSlow), ...usual.filter((file) => !isSlow(file))]
  }
}
