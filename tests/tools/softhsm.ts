/** Tokens of SoftHSM2 with keys and certificates on them, in a folder of their own. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const module = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find(
  (one) => existsSync(one),
)
export const pkcs11js = packageFolder('pkcs11js')
/** What is not here, in words; null when all is. */
export const missing =
  module === undefined ? 'SoftHSM2 (Debian: softhsm2)' : pkcs11js === null ? 'the package pkcs11js' : null

export interface TokenWanted {
  label: string
  /** Whose certificate it is. */
  name: string
  pin: string
  kind: 'rsa' | 'ec'
}

export interface Tokens {
  inFolder(name: string): string
  /** For SOFTHSM2_CONF, which the module reads. */
  conf: string
  rootPem(): string
  drop(): void
}

function packageFolder(name: string): string | null {
  try {
    return path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch {
    return null
  }
}

/** A folder with nothing in it yet: `makeTokens` takes a second or two. */
export function tokenFolder(): Tokens {
  const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-token-'))
  const inFolder = (name: string) => path.join(folder, name)
  return {
    inFolder,
    conf: inFolder('softhsm.conf'),
    rootPem: () => readFileSync(inFolder('root.pem'), 'utf8'),
    drop: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A root, and under it a key of each kind in somebody's name, on a token of its own. Its certificate is `<label>.pem`. */
export function makeTokens({ inFolder, conf }: Tokens, wanted: readonly TokenWanted[]): void {
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: inFolder('.'), stdio: ['ignore', 'pipe', 'ignore'] })
  mkdirSync(inFolder('tokens'))
  writeFileSync(conf, `directories.tokendir = ${inFolder('tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`)
  // Poppler calls a certificate without these an "unknown issue" even when it trusts it.
  writeFileSync(
    inFolder('extensions'),
    `basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=emailProtection
subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always\ncrlDistributionPoints=URI:http://ca.invalid/crl\n`,
  )
  const year = ['-days', '365']
  const root = ['-keyout', 'root.key', '-out', 'root.pem', '-subj', '/CN=Gốc thử nghiệm']
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-utf8', ...root, ...year)
  const kinds = { rsa: ['rsa:2048'], ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] }
  const env = { ...process.env, SOFTHSM2_CONF: conf }
  for (const { label, name, pin, kind } of wanted) {
    const asked = ['-keyout', `${label}.key`, '-out', `${label}.csr`, '-subj', `/CN=${name}`]
    openssl('req', '-new', '-newkey', ...kinds[kind], '-nodes', '-utf8', ...asked)
    const by = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', ...year, '-extfile', 'extensions']
    openssl('x509', '-req', '-in', `${label}.csr`, ...by, '-out', `${label}.pem`)
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', `${label}.key`, '-out', `${label}.p8`)
    const softhsm = (...args: string[]) => execFileSync('softhsm2-util', args, { stdio: 'ignore', env })
    softhsm('--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', '87654321')
    softhsm('--import', inFolder(`${label}.p8`), '--token', label, '--label', 'key', '--id', '01', '--pin', pin)
  }
  putCertificates(inFolder('.'), wanted, env)
}

/** SoftHSM's tool brings no certificates; another process does, as the holder's own program would. */
function putCertificates(folder: string, wanted: readonly TokenWanted[], env: NodeJS.ProcessEnv): void {
  const script = `
    const { default: p } = await import(${JSON.stringify(path.join(pkcs11js ?? '', 'index.js'))})
    const { readFileSync } = await import('node:fs'); const { X509Certificate } = await import('node:crypto')
    const driver = new p.PKCS11(); driver.load(${JSON.stringify(module)}); driver.C_Initialize()
    const pins = ${JSON.stringify(Object.fromEntries(wanted.map(({ label, pin }) => [label, pin])))}
    for (const slot of driver.C_GetSlotList(true)) {
      const label = driver.C_GetTokenInfo(slot).label.trim()
      if (!pins[label]) continue
      const session = driver.C_OpenSession(slot, p.CKF_SERIAL_SESSION | p.CKF_RW_SESSION)
      driver.C_Login(session, p.CKU_USER, pins[label])
      const { raw } = new X509Certificate(readFileSync(${JSON.stringify(folder)} + '/' + label + '.pem'))
      driver.C_CreateObject(session, [
        { type: p.CKA_CLASS, value: p.CKO_CERTIFICATE }, { type: p.CKA_CERTIFICATE_TYPE, value: p.CKC_X_509 },
        { type: p.CKA_TOKEN, value: true }, { type: p.CKA_PRIVATE, value: false },
        { type: p.CKA_SUBJECT, value: Buffer.from(label) }, { type: p.CKA_ID, value: Buffer.from('01', 'hex') }, { type: p.CKA_VALUE, value: raw },
      ])
    }
    driver.C_Finalize()`
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, stdio: ['ignore', 'ignore', 'pipe'] })
}
