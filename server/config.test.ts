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
    [
      'MYSIGN_URL',
      'remotesigning.viettel.vn',
      'MYSIGN_URL: must start with https://, as in https://remotesigning.viettel.vn',
    ],
    ['MYSIGN_API', 'csc', 'MYSIGN_API: must be vtss or adss'],
    ['CSC_URL', 'https://sign.example.vn/csc', 'CSC_URL: must end in /v1 or /v2, the version of the API'],
    [
      'CSC_AUTHORIZE_URL',
      'http://login.example.vn',
      'CSC_AUTHORIZE_URL: must start with https://, as in https://sign.example.vn/csc/v2/oauth2/authorize',
    ],
    ['CSC_SIGN_IN', 'both', 'CSC_SIGN_IN: must be office or holder'],
    ['CSC_AUTHORIZE_WITH', 'par', 'CSC_AUTHORIZE_WITH: must be hashes or details'],
    [
      'TSA_URL',
      'http://a.vn, tsa.vn',
      'TSA_URL: must be addresses as in http://tsa.ca.gov.vn, with a comma between several',
    ],
    ['PKI_HOSTS', 'http://ocsp.vn/', 'PKI_HOSTS: must be hosts as in ocsp.ca.gov.vn:8080'],
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

test('so is that of each other service', () => {
  const mySign = {
    ...{ MYSIGN_URL: 'https://remotesigning.viettel.vn/', MYSIGN_CLIENT_ID: 'a', MYSIGN_CLIENT_SECRET: 'b' },
    MYSIGN_PROFILE_ID: 'adss:ras:profile:001',
  }
  expect(readConfig(mySign, '/srv').mySign).toMatchObject({ url: 'https://remotesigning.viettel.vn', isOld: false })
  expect(readConfig({ ...mySign, MYSIGN_API: 'adss' }, '/srv').mySign?.isOld).toBe(true)
  expect(() => readConfig({ ...mySign, MYSIGN_PROFILE_ID: '' }, '/srv')).toThrow('set all four, or none')
  const csc = { CSC_URL: 'https://sign.example.vn/csc/v2/', CSC_CLIENT_ID: 'a', CSC_CLIENT_SECRET: 'b' }
  expect(readConfig(csc, '/srv').csc).toMatchObject({
    ...{ url: 'https://sign.example.vn/csc/v2', version: 2 },
    tokenUrl: 'https://sign.example.vn/csc/v2/oauth2/token',
    authorizeUrl: 'https://sign.example.vn/csc/v2/oauth2/authorize',
    ...{ byDetails: false, byHolder: false },
  })
  expect(readConfig({ ...csc, CSC_URL: 'https://sign.example.vn/csc/v1' }, '/srv').csc?.version).toBe(1)
  const page = 'https://login.example.vn/authorize'
  const own = { CSC_AUTHORIZE_URL: page, CSC_AUTHORIZE_WITH: 'details', CSC_SIGN_IN: 'holder' }
  expect(readConfig({ ...csc, ...own }, '/srv').csc).toMatchObject({
    authorizeUrl: page,
    byDetails: true,
    byHolder: true,
  })
  expect(() => readConfig({ ...csc, CSC_CLIENT_SECRET: '' }, '/srv')).toThrow('set all three, or none')
  expect(() => readConfig({ CSC_AUTHORIZE_URL: page }, '/srv')).toThrow('set all three, or none')
  expect([readConfig({}, '/srv').mySign, readConfig({}, '/srv').csc]).toEqual([null, null])
})

test('modules on people’s PCs are of either system', () => {
  const COMPANION_MODULES = ' /usr/lib/gca.so ; C:\\Windows\\System32\\gca.dll;'
  expect(readConfig({ COMPANION_MODULES }, '/srv')).toMatchObject({
    companionModules: ['/usr/lib/gca.so', 'C:\\Windows\\System32\\gca.dll'],
    companionDir: '/srv/data/companion',
  })
})

test('several time-stamping authorities, and hosts, are told apart by commas', () => {
  const given = { TSA_URL: 'http://tsa.vn/ , https://a:b@tsa2.vn/x', PKI_HOSTS: 'OCSP.ca.vn:8080,crl.ca.vn,' }
  expect(readConfig(given, '/srv')).toMatchObject({
    tsaUrls: ['http://tsa.vn/', 'https://a:b@tsa2.vn/x'],
    pkiHosts: ['ocsp.ca.vn:8080', 'crl.ca.vn'],
  })
  expect(readConfig({}, '/srv')).toMatchObject({ tsaUrls: [], pkiHosts: [] })
})

test('an empty setting counts as not given', () => {
  expect(readConfig({ PORT: '', UPLOAD_LIMIT_MB: '', LOG_LEVEL: '' }, '/srv')).toMatchObject({
    port: 3000,
    uploadLimitBytes: 25 * 1024 * 1024,
    logLevel: undefined,
  })
})
