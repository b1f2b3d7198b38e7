/**
 * Every setting there is. A wrong one stops the start with a sentence that says how to mend it; nothing else reads
 * `process.env`, apart from server/start.js, which must know PORT and HOST before this file exists in a build.
 */
import path from 'node:path'
import { z } from 'zod'

const wholeNumber = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error })
}
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
const UPLOAD_LIMIT = { error: 'must be a number of MiB from 1 to 200' }
const url = (schemes: string[], example: string) =>
  z
    .string()
    .refine(
      (s) => schemes.some((scheme) => s.startsWith(scheme)),
      `must start with ${schemes.join(' or ')}, as in ${example}`,
    )
    .optional()

/** What is sent there holds secrets. */
const serviceUrl = (example: string) =>
  z
    .string()
    .refine(
      (address) => /^(https:\/\/|http:\/\/127\.0\.0\.1[:/])/.test(address) && URL.canParse(address),
      `must start with https://, as in ${example}`,
    )
    .optional()
const listed = (text: string) => text.split(',').flatMap((one) => one.trim() || [])
const isHttp = (address: string) => URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)

const settings = z.object({
  /** A Postgres ≥ 15. Without it the program starts its own under DATA_DIR and makes a demonstration office. */
  DATABASE_URL: url(['postgres://', 'postgresql://'], 'postgres://user:password@host:5432/butphe'),
  /**
   * The same database as the role that owns its tables: it migrates them at the start, and DATABASE_URL may then name a role
   * that cannot rewrite what stands for good. Not needed where nothing is to be migrated.
   */
  DATABASE_OWNER_URL: url(['postgres://', 'postgresql://'], 'postgres://owner:password@host:5432/butphe'),
  /** Where the own Postgres and its password live. */
  DATA_DIR: z.string().min(1).default('data'),
  /**
   * What signing keys are locked with, beside their PINs; never in the database. Without it a file key-secret in DATA_DIR, made at
   * the first start. The same for all nodes; whoever loses it loses the keys.
   */
  KEY_SECRET: z
    .string()
    .trim()
    .min(32, { error: 'must be at least 32 characters, as from: openssl rand -base64 32' })
    .optional(),
  /**
   * Vendors' PKCS#11 modules for tokens and key machines beside this server, as paths with a colon (on Windows a semicolon)
   * between them. Each runs in a process of its own.
   */
  PKCS11_MODULES: z
    .string()
    .transform((paths) =>
      paths
        .split(path.delimiter)
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .refine(
      (paths) => paths.every((one) => path.isAbsolute(one)),
      'must be full paths, as in /usr/lib/softhsm/libsofthsm2.so',
    )
    .default([]),
  /**
   * VNPT SmartCA: the address of its service for other programs, and the account that a contract gives, all three or none. With
   * them people can sign with a certificate that they confirm on their phone.
   */
  SMARTCA_URL: serviceUrl('https://gwsca.vnpt.vn/sca/sp769'),
  SMARTCA_SP_ID: z.string().min(1).optional(),
  SMARTCA_SP_PASSWORD: z.string().min(1).optional(),
  /**
   * PKCS#11 modules of tokens as they are on the office's own PCs, with a semicolon between them, of Windows and Linux alike: the
   * program that people are handed looks for them there.
   */
  COMPANION_MODULES: z
    .string()
    .transform((paths) =>
      paths
        .split(';')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .default([]),
  /** What that program needs and this server does not have: windows/node.exe and windows/pkcs11.node. Without it companion in DATA_DIR. */
  COMPANION_DIR: z.string().min(1).optional(),
  /**
   * Viettel MySign: the address of its service, and the account and profile that a contract gives, all four or none. MYSIGN_API is
   * `adss` for its older generation.
   */
  MYSIGN_URL: serviceUrl('https://remotesigning.viettel.vn'),
  MYSIGN_CLIENT_ID: z.string().min(1).optional(),
  MYSIGN_CLIENT_SECRET: z.string().min(1).optional(),
  MYSIGN_PROFILE_ID: z.string().min(1).optional(),
  MYSIGN_API: z.enum(['vtss', 'adss'], { error: 'must be vtss or adss' }).default('vtss'),
  /**
   * A signing service with the API of the Cloud Signature Consortium, whose address ends in /csc/v1 or /csc/v2; the account that a
   * contract gives; where its tokens are had, and where people confirm with their browser: oauth2/token and oauth2/authorize below that
   * address when they are not set. That account must know ORIGIN/signing/return as where browsers come back.
   */
  CSC_URL: serviceUrl('https://sign.example.vn/csc/v2').refine(
    (address) => address === undefined || /\/v[12]\/?$/.test(address),
    'must end in /v1 or /v2, the version of the API',
  ),
  CSC_TOKEN_URL: serviceUrl('https://sign.example.vn/csc/v2/oauth2/token'),
  CSC_AUTHORIZE_URL: serviceUrl('https://sign.example.vn/csc/v2/oauth2/authorize'),
  /** Whose leave its credentials are asked about with: that account's, or each holder's own sign-in at the service. */
  CSC_SIGN_IN: z.enum(['office', 'holder'], { error: 'must be office or holder' }).default('office'),
  /** How v2 is told on that page what is confirmed: single parameters, or `authorization_details` (RFC 9396). */
  CSC_AUTHORIZE_WITH: z.enum(['hashes', 'details'], { error: 'must be hashes or details' }).default('hashes'),
  CSC_CLIENT_ID: z.string().min(1).optional(),
  CSC_CLIENT_SECRET: z.string().min(1).optional(),
  /**
   * Time-stamping authorities (RFC 3161), with a comma between several: the first that answers stamps. An account is written as
   * https://name:password@host/. Their roots are trusted on the page of authorities.
   */
  TSA_URL: z
    .string()
    .transform(listed)
    .refine((all) => all.every(isHttp), 'must be addresses as in http://tsa.ca.gov.vn, with a comma between several')
    .default([]),
  /**
   * Hosts within this network, as host or host:port with a comma between them, that certificates may send us to for OCSP and
   * revocation lists. Without it only servers out in the world are asked.
   */
  PKI_HOSTS: z
    .string()
    .transform((hosts) => listed(hosts.toLowerCase()))
    .refine((all) => all.every((one) => /^[a-z0-9.:-]+$/.test(one)), 'must be hosts as in ocsp.ca.gov.vn:8080')
    .default([]),
  PORT: wholeNumber(1, 65535).default(3000),
  /** 127.0.0.1 is reached from this machine only; 0.0.0.0 from the network. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** The address people type, when it is not http://HOST:PORT: sockets from any other origin are refused. */
  ORIGIN: url(['http://', 'https://'], 'https://butphe.example.gov.vn'),
  /** Hints and presence between several nodes. */
  REDIS_URL: url(['redis://', 'rediss://'], 'redis://host:6379'),
  /** How many proxies stand in front: rate limits then count the address the last of them saw. */
  PROXIES: wholeNumber(0, 5).default(0),
  /** Without it `info`, or `warn` in an evaluation. */
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).optional(),
  /** Whoever sends it as `Authorization: Bearer …` may read /metrics; without it nobody may. */
  METRICS_TOKEN: z.string().min(16, { error: 'must be at least 16 characters' }).optional(),
  /** Largest upload, in MiB. */
  UPLOAD_LIMIT_MB: z.coerce.number(UPLOAD_LIMIT).min(1, UPLOAD_LIMIT).max(200, UPLOAD_LIMIT).default(25),
})

export interface Config {
  databaseUrl: string | undefined
  databaseOwnerUrl: string | undefined
  redisUrl: string | undefined
  dataDir: string
  keySecret: string | undefined
  pkcs11Modules: string[]
  smartCa: { url: string; spId: string; spPassword: string } | null
  mySign: { url: string; clientId: string; clientSecret: string; profileId: string; isOld: boolean } | null
  csc: {
    url: string
    version: 1 | 2
    tokenUrl: string
    authorizeUrl: string
    clientId: string
    clientSecret: string
    byDetails: boolean
    byHolder: boolean
  } | null
  companionModules: string[]
  companionDir: string
  tsaUrls: string[]
  pkiHosts: string[]
  port: number
  host: string
  /** Origin as configured; empty = whatever host this program was asked for, over plain HTTP. */
  origin: string | undefined
  proxies: number
  logLevel: z.infer<typeof settings>['LOG_LEVEL']
  metricsToken: string | undefined
  uploadLimitBytes: number
  /** The folder that holds `migrations`, `server` and `node_modules`. */
  root: string
}

function smartCaOf({
  SMARTCA_URL: url,
  SMARTCA_SP_ID: spId,
  SMARTCA_SP_PASSWORD: spPassword,
}: z.infer<typeof settings>) {
  if (url && spId && spPassword) return { url: url.replace(/\/$/, ''), spId, spPassword }
  if (!url && !spId && !spPassword) return null
  throw new Error('SMARTCA_URL, SMARTCA_SP_ID and SMARTCA_SP_PASSWORD go together: set all three, or none.')
}

function mySignOf(s: z.infer<typeof settings>): Config['mySign'] {
  const { MYSIGN_URL: url, MYSIGN_CLIENT_ID: clientId, MYSIGN_CLIENT_SECRET: clientSecret } = s
  const profileId = s.MYSIGN_PROFILE_ID
  if (url && clientId && clientSecret && profileId)
    return { url: url.replace(/\/$/, ''), clientId, clientSecret, profileId, isOld: s.MYSIGN_API === 'adss' }
  if (!url && !clientId && !clientSecret && !profileId) return null
  throw new Error(
    'MYSIGN_URL, MYSIGN_CLIENT_ID, MYSIGN_CLIENT_SECRET and MYSIGN_PROFILE_ID go together: set all four, or none.',
  )
}

function cscOf(s: z.infer<typeof settings>): Config['csc'] {
  const { CSC_URL: address, CSC_CLIENT_ID: clientId, CSC_CLIENT_SECRET: clientSecret } = s
  const { CSC_TOKEN_URL: tokenUrl, CSC_AUTHORIZE_URL: authorizeUrl } = s
  if (address && clientId && clientSecret) {
    const url = address.replace(/\/$/, '')
    return {
      ...{ url, version: url.endsWith('/v2') ? 2 : 1, clientId, clientSecret },
      ...{ tokenUrl: tokenUrl ?? `${url}/oauth2/token`, authorizeUrl: authorizeUrl ?? `${url}/oauth2/authorize` },
      byDetails: s.CSC_AUTHORIZE_WITH === 'details',
      byHolder: s.CSC_SIGN_IN === 'holder',
    }
  }
  if (!address && !clientId && !clientSecret && !tokenUrl && !authorizeUrl) return null
  throw new Error('CSC_URL, CSC_CLIENT_ID and CSC_CLIENT_SECRET go together: set all three, or none.')
}

/** Reads the settings. Throws an Error whose message names each wrong one and its mend. */
export function readConfig(env: Record<string, string | undefined>, root = process.cwd()): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const lines = new Set(parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`))
    throw new Error(`These settings cannot be used; correct or unset them and start again.\n${[...lines].join('\n')}`)
  }
  const s = parsed.data
  if (s.DATABASE_OWNER_URL && !s.DATABASE_URL)
    throw new Error(
      'DATABASE_OWNER_URL needs DATABASE_URL: the address of the same database as the role that the program runs as.',
    )
  return {
    databaseUrl: s.DATABASE_URL,
    databaseOwnerUrl: s.DATABASE_OWNER_URL,
    redisUrl: s.REDIS_URL,
    dataDir: path.resolve(root, s.DATA_DIR),
    keySecret: s.KEY_SECRET,
    pkcs11Modules: s.PKCS11_MODULES,
    smartCa: smartCaOf(s),
    mySign: mySignOf(s),
    csc: cscOf(s),
    companionModules: s.COMPANION_MODULES,
    companionDir: path.resolve(root, s.COMPANION_DIR ?? path.join(s.DATA_DIR, 'companion')),
    tsaUrls: s.TSA_URL,
    pkiHosts: s.PKI_HOSTS,
    port: s.PORT,
    host: s.HOST,
    origin: s.ORIGIN?.replace(/\/$/, ''),
    proxies: s.PROXIES,
    logLevel: s.LOG_LEVEL,
    metricsToken: s.METRICS_TOKEN,
    uploadLimitBytes: Math.round(s.UPLOAD_LIMIT_MB * 1024 * 1024),
    root,
  }
}
