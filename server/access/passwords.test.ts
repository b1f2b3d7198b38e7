import { afterAll, beforeEach, expect, test, vi } from 'vitest'

vi.resetModules()
vi.doMock('@node-rs/argon2', { spy: true })
const { verify } = await import('@node-rs/argon2')
const { hashOneTimePassword, hashPassword, isPassword } = await import('./passwords.ts')
afterAll(() => {
  vi.doUnmock('@node-rs/argon2')
  vi.resetModules()
})
beforeEach(() => void vi.mocked(verify).mockClear())

const PASSWORD = 'mật khẩu thứ nhất'
const own = await hashPassword(PASSWORD)
const oneTime = await hashOneTimePassword(PASSWORD)
const costs = () => vi.mocked(verify).mock.calls.map(([hashed]) => /\$m=\d+,t=\d+,p=\d+\$/.exec(String(hashed))?.[0])

test.each([
  ['of a name that nobody has', undefined, false],
  ['of somebody who chose it', own, true],
  ['of somebody who was handed it', oneTime, true],
])('a password %s takes the same work', async (_, hashed, fits) => {
  expect(await isPassword(PASSWORD, hashed)).toBe(fits)
  expect(costs()).toEqual(['$m=19456,t=2,p=1$', '$m=1024,t=1,p=1$'])
  expect(await isPassword('một mật khẩu khác', hashed)).toBe(false)
  expect(await isPassword('nobody has this password', hashed)).toBe(false)
})
