/**
 * A process that speaks with one vendor's PKCS#11 module, for as long as one act takes. Such modules hang, crash and lock; here
 * that ends a process nobody else is in. Plain JavaScript, run as it stands: `node child.js /path/to/module.so`.
 * In: `{ id, do, … }`. Out: `{ id, done }` or `{ id, failed }`, where `failed` is a name of FAILURES or a number of the module.
 */
import { createHash } from 'node:crypto'

const [, , modulePath = ''] = process.argv

/** What somebody can act on, by the name that the standard gives it (PKCS#11 v2.40, 6.1 of the base specification). */
const FAILURES = /** @type {Record<string, string>} */ ({
  CKR_PIN_INCORRECT: 'wrong_pin',
  CKR_PIN_INVALID: 'wrong_pin',
  CKR_PIN_LEN_RANGE: 'wrong_pin',
  CKR_PIN_LOCKED: 'pin_locked',
  CKR_PIN_EXPIRED: 'pin_expired',
  CKR_TOKEN_NOT_PRESENT: 'token_gone',
  CKR_TOKEN_NOT_RECOGNIZED: 'token_gone',
  CKR_DEVICE_REMOVED: 'token_gone',
  CKR_DEVICE_ERROR: 'token_gone',
  CKR_SLOT_ID_INVALID: 'token_gone',
})
const TOKEN_INITIALIZED = 0x400
const PIN_LOW = 0x1_0000
const PIN_FINAL_TRY = 0x2_0000
const PIN_LOCKED = 0x4_0000

/** DER of a DigestInfo for SHA-256, up to the digest (RFC 8017, 9.2). */
const SHA256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** @type {typeof import('pkcs11js')} */
let names
/** @type {import('pkcs11js').PKCS11} */
let driver
/** @type {{ session: Buffer, key: Buffer, isRsa: boolean, asksAlways: boolean, pin: string } | undefined} */
let opened

class Failure extends Error {
  /** @param {string} code @param {Record<string, unknown>} [detail] */
  constructor(code, detail = {}) {
    super(code)
    this.detail = detail
  }
}

async function load() {
  try {
    names = (await import('pkcs11js')).default
  } catch {
    throw new Failure('not_installed')
  }
  driver = new names.PKCS11()
  try {
    driver.load(modulePath)
  } catch {
    throw new Failure('no_module')
  }
  driver.C_Initialize()
}

/** Slots with a token that can be used; one that is pulled out meanwhile is left out. */
function slots() {
  return driver.C_GetSlotList(true).flatMap((slot) => {
    try {
      const info = driver.C_GetTokenInfo(slot)
      return info.flags & TOKEN_INITIALIZED ? [{ slot, info }] : []
    } catch (error) {
      if (failureOf(error) === 'token_gone') return []
      throw error
    }
  })
}

/** Every token that is there, with the certificates on it that have their key there too. No PIN is needed for these. */
function list() {
  return slots().flatMap(({ slot, info }) => {
    const session = driver.C_OpenSession(slot, names.CKF_SERIAL_SESSION)
    try {
      const certificates = find(session, [{ type: names.CKA_CLASS, value: names.CKO_CERTIFICATE }]).map((handle) => ({
        keyId: read(session, handle, names.CKA_ID).toString('hex'),
        der: read(session, handle, names.CKA_VALUE),
      }))
      const { label, serialNumber, model, flags } = info
      const pin = flags & PIN_LOCKED ? 'locked' : flags & (PIN_FINAL_TRY | PIN_LOW) ? 'low' : 'good'
      return [{ label: label.trim(), serial: serialNumber.trim(), model: model.trim(), pin, certificates }]
    } finally {
      driver.C_CloseSession(session)
    }
  })
}

/** @param {{ serial: string, keyId: string, isRsa: boolean, pin: string }} wanted */
function open({ serial, keyId, isRsa, pin }) {
  const found = slots().find(({ info }) => info.serialNumber.trim() === serial)
  if (!found) throw new Failure('token_gone')
  const { slot, info } = found
  // Another try would do nothing but harm.
  if (info.flags & PIN_LOCKED) throw new Failure('pin_locked')
  const session = driver.C_OpenSession(slot, names.CKF_SERIAL_SESSION)
  try {
    driver.C_Login(session, names.CKU_USER, pin)
  } catch (error) {
    const code = failureOf(error)
    if (code !== 'wrong_pin') throw error
    const { flags } = driver.C_GetTokenInfo(slot)
    if (flags & PIN_LOCKED) throw new Failure('pin_locked')
    throw new Failure('wrong_pin', flags & PIN_FINAL_TRY ? { remaining: 1 } : {})
  }
  const [key] = find(session, [
    { type: names.CKA_CLASS, value: names.CKO_PRIVATE_KEY },
    { type: names.CKA_ID, value: Buffer.from(keyId, 'hex') },
  ])
  if (!key) throw new Failure('key_gone')
  opened = { session, key, isRsa, asksAlways: asksAlways(session, key), pin }
}

/** @param {{ data: Uint8Array }} given @returns {Uint8Array} PKCS#1 v1.5, or r and s of ECDSA side by side. */
function sign({ data }) {
  if (!opened) throw new Error('no key has been opened')
  const { session, key, isRsa, asksAlways, pin } = opened
  const digest = createHash('sha256').update(data).digest()
  driver.C_SignInit(session, { mechanism: isRsa ? names.CKM_RSA_PKCS : names.CKM_ECDSA }, key)
  if (asksAlways) driver.C_Login(session, names.CKU_CONTEXT_SPECIFIC, pin)
  return driver.C_Sign(session, isRsa ? Buffer.concat([SHA256_INFO, digest]) : digest, Buffer.alloc(1024))
}

function close() {
  if (opened) driver.C_Logout(opened.session)
  driver.C_Finalize()
}

/** @param {Buffer} session @param {import('pkcs11js').Template} template */
function find(session, template) {
  driver.C_FindObjectsInit(session, template)
  try {
    return driver.C_FindObjects(session, 64)
  } finally {
    driver.C_FindObjectsFinal(session)
  }
}

/** @param {Buffer} session @param {Buffer} object @param {number} type */
function read(session, object, type) {
  const [attribute] = driver.C_GetAttributeValue(session, object, [{ type }])
  const value = attribute?.value
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0)
}

/** Some keys want the PIN for each signature (CKA_ALWAYS_AUTHENTICATE). @param {Buffer} session @param {Buffer} key */
function asksAlways(session, key) {
  try {
    return read(session, key, names.CKA_ALWAYS_AUTHENTICATE)[0] === 1
  } catch {
    return false // older modules do not know the attribute
  }
}

/** @param {unknown} error */
function failureOf(error) {
  const { message, code } = /** @type {{ message: string, code?: number }} */ (error)
  return error instanceof Failure ? message : (FAILURES[message] ?? (code ? `ckr_${code}` : 'driver'))
}

const WORK = { list, open, sign, close }
const loading = load()
loading.catch(() => {}) // told to whoever asks first

/** @param {any} asked */
async function answer({ id, do: what, ...given }) {
  try {
    await loading
    process.send?.({ id, done: WORK[/** @type {keyof typeof WORK} */ (what)](given) ?? null })
  } catch (error) {
    process.send?.({ id, failed: failureOf(error), detail: error instanceof Failure ? error.detail : {} })
  }
}
process.on('message', (asked) => void answer(asked))
process.on('disconnect', () => process.exit(0))
