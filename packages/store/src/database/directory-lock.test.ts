import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDirectory } from './directory-lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bindery-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lockFile = () => join(folder, 'lock')
const idOfDeadProcess = () => spawnSync(process.execPath, ['-e', '']).pid

describe('lockDirectory', () => {
  it('leaves one file with the process id, readable by its owner only, and removes it', () => {
    const lock = lockDirectory(folder)
    expect(readFileSync(lockFile(), 'utf8')).toBe(String(process.pid))
    expect(statSync(lockFile()).mode & 0o777).toBe(0o600)
    lock.release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('refuses a folder that another living process holds, naming it', () => {
    writeFileSync(lockFile(), String(process.ppid))
    expect(() => lockDirectory(folder)).toThrow(`in use by process ${process.ppid}`)
    expect(readdirSync(folder)).toEqual(['lock'])
  })

  it('refuses a folder that this process holds already', () => {
    const lock = lockDirectory(folder)
    expect(() => lockDirectory(folder)).toThrow(`in use by process ${process.pid}`)
    lock.release()
    lockDirectory(folder).release()
  })

  it.each([
    ['a process that is gone', () => String(idOfDeadProcess())],
    ['an earlier process with the id of this one, as in a restarted container', () => String(process.pid)],
    ['nobody, because its file is empty', () => ''],
    ['nobody, because its file holds something else', () => 'not a process id'],
  ])('takes over a lock of %s', (_, content) => {
    writeFileSync(lockFile(), content())
    const lock = lockDirectory(folder)
    expect(readFileSync(lockFile(), 'utf8')).toBe(String(process.pid))
    lock.release()
    expect(existsSync(lockFile())).toBe(false)
  })

  it('leaves a stale lock to the process that is taking it over', () => {
    writeFileSync(lockFile(), String(idOfDeadProcess()))
    writeFileSync(`${lockFile()}.takeover`, String(process.ppid))
    expect(() => lockDirectory(folder)).toThrow('Another process is taking the data folder')
  })

  it('recovers from a process that died while it took a lock over', () => {
    writeFileSync(lockFile(), String(idOfDeadProcess()))
    writeFileSync(`${lockFile()}.takeover`, String(idOfDeadProcess()))
    expect(() => lockDirectory(folder)).toThrow('Try again')
    lockDirectory(folder).release()
    expect(readdirSync(folder)).toEqual([])
  })
})
