/** The browser's own file field speaks the browser's language: people see FileInput or DropZone. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const SOURCE = path.resolve('src')
const THE_HOUSE = ['lib/ui/FileInput.svelte', 'lib/ui/DropZone.svelte']

test('no page shows a bare file field', () => {
  const bare = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.svelte') && !THE_HOUSE.includes(file))
    .filter((file) =>
      readFileSync(path.join(SOURCE, file), 'utf8')
        .split('<input')
        .slice(1)
        .map((tag) => tag.slice(0, tag.indexOf('/>')))
        .some((tag) => tag.includes('type="file"') && !/\shidden\s*$/.test(tag)),
    )
  expect(bare).toEqual([])
})
