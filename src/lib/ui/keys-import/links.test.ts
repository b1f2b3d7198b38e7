/** Where a link to a way of bringing keys leads, the same words stand at the head. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const pageOf = (address: string) => readFileSync(`src/routes/(office)${address}/+page.svelte`, 'utf8')
const links = [...pageOf('/admin/keys').matchAll(/<li><a class="link" href="([^"]+)">(\{m\.\w+\(\)\})/g)]

test('there are such links', () => expect(links.length).toBeGreaterThan(2))
test.each(links.map(([, address = '', words = '']) => [address, words]))('%s is called %s', (address, words) => {
  expect(pageOf(address)).toContain(`<PageHead title=${words}`)
})
