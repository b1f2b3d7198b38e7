import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

/** The lines that name a wrong setting. */
function faults(env: Record<string, string>): string[] {
  try {
    readConfig(env, '/srv')
  } catch (error) {
    const [, ...lines] = (error instanceof Error ? error.message : '').split('\n')
    return lines.map((line) => line.trim())
  }
  return []
}

const PORT = 'PORT: must be a whole number from 1 to 65535'
const PROXIES = 'PROXIES: must be a whole number from 0 to 5'
const UPLOAD = 'UPLOAD_LIMIT_MB: must be a number of MiB from 1 to 200'

describe('a wrong setting is named once, with what it must be', () => {
  test.each([
    ['PORT', 'x', PORT],
    ['PORT', '0', PORT],
    ['PORT', '70000.5', PORT],
    ['PROXIES', 'many', PROXIES],
    ['PROXIES', '6', PROXIES],
    ['UPLOAD_LIMIT_MB', 'x', UPLOAD],
    ['UPLOAD_LIMIT_MB', '0.5', UPLOAD],
    ['UPLOAD_LIMIT_MB', '201', UPLOAD],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL: must be one of fatal, error, warn, info, debug, silent'],
    ['KEY_SECRET', 'short', 'KEY_SECRET: must be at least 32 characters, as from: openssl rand -base64 32'],
    ['PKCS11_MODULES', 'softhsm2.so', 'PKCS11_MODULES: must be full paths, as in /usr/lib/softhsm/libsofthsm2.so'],
    [
      'SMARTCA_URL',
      'http://gwsca.vnpt.vn',
      'SMARTCA_URL: must start with https://, as in https://gwsca.vnpt.vn/sca/sp769',
    ],
    ['METRICS_TOKEN', 'short', 'METRICS_TOKEN: must be at least 16 characters'],
    ['ORIGIN', 'butphe', 'ORIGIN: must start with http:// or https://, as in https://butphe.example.gov.vn'],
  ])('%s=%s', (name, value, sentence) => {
    expect(faults({ [name]: value })).toEqual([sentence])
  })

  test('all wrong ones at once', () => {
    expect(faults({ PORT: 'x', PROXIES: 'x' })).toEqual([PORT, PROXIES])
  })
})

test('the account of a signing service is whole, or not there', () => {
  const whole = { SMARTCA_URL: 'https://gwsca.vnpt.vn/sca/sp769/', SMARTCA_SP_ID: 'a', SMARTCA_SP_PASSWORD: 'b' }
  const smartCa = { url: 'https://gwsca.vnpt.vn/sca/sp769', spId: 'a', spPassword: 'b' }
  expect([readConfig(whole, '/srv').smartCa, readConfig({}, '/srv').smartCa]).toEqual([smartCa, null])
  expect(() => readConfig({ ...whole, SMARTCA_SP_PASSWORD: '' }, '/srv')).toThrow('set all three, or none')
})

test('an empty setting counts as not given', () => {
  expect(readConfig({ PORT: '', UPLOAD_LIMIT_MB: '', LOG_LEVEL: '' }, '/srv')).toMatchObject({
    port: 3000,
    uploadLimitBytes: 25 * 1024 * 1024,
    logLevel: undefined,
  })
})
