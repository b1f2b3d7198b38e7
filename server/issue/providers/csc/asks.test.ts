import { expect, test } from 'vitest'
import { type Asks, asksOf, type AuthInfo } from './asks.ts'

const typed = (pin: string | null, code: string | null, isSent = false): Asks => ({ how: 'typed', pin, code, isSent })
const password = (id: string) => ({ id, type: 'Password' })
const oob = (id: string, type = 'ChallengeResponseOOB') => ({ id, type })
const challenge = (id: string) => ({ id, type: 'ChallengeResponse' })

test.each<[string, AuthInfo, Asks]>([
  ['a phone', { authMode: 'implicit' }, { how: 'holder', signals: [] }],
  ['nothing said but explicit: a PIN', { authMode: 'explicit' }, typed('PIN', null)],
  ['a PIN', { authMode: 'explicit', PIN: { presence: 'true' }, OTP: { presence: 'false' } }, typed('PIN', null)],
  [
    'an OTP that is sent',
    { authMode: 'explicit', PIN: { presence: 'false' }, OTP: { presence: 'true', type: 'online' } },
    typed(null, 'OTP', true),
  ],
  ['an OTP of a device', { authMode: 'explicit', OTP: { presence: 'true', type: 'offline' } }, typed(null, 'OTP')],
  ['both', { authMode: 'explicit', PIN: { presence: 'true' }, OTP: { presence: 'true' } }, typed('PIN', 'OTP', true)],
  [
    'one of the two',
    { authMode: 'explicit', PIN: { presence: 'optional' }, OTP: { presence: 'optional' } },
    typed('PIN', null),
  ],
  ['neither', { authMode: 'explicit', PIN: { presence: 'false' }, OTP: { presence: 'false' } }, { how: 'other' }],
  ['its own page', { authMode: 'oauth2code' }, { how: 'page' }],
  ['its own page, v2', { auth: { mode: 'oauth2code' } }, { how: 'page' }],
  ['v2 without objects', { auth: { mode: 'explicit' } }, typed('PIN', null)],
  ['v2, a PIN of another name', { auth: { mode: 'explicit', objects: [password('secret')] } }, typed('secret', null)],
  [
    'v2, both',
    { auth: { mode: 'explicit', expression: 'PIN AND OTP', objects: [password('PIN'), challenge('sms')] } },
    typed('PIN', 'sms', true),
  ],
  [
    'v2, either',
    { auth: { mode: 'explicit', expression: 'PIN OR OTP', objects: [password('PIN'), challenge('OTP')] } },
    typed('PIN', null),
  ],
  ['v2, an OTP of a device', { auth: { mode: 'explicit', objects: [password('OTP')] } }, typed(null, 'OTP')],
  [
    'v2, an OTP by its generator',
    { auth: { mode: 'explicit', objects: [password('PIN'), { ...password('x'), generator: 'totp' }] } },
    typed('PIN', 'x'),
  ],
  [
    'v2, a message that is answered elsewhere',
    { auth: { mode: 'explicit', objects: [oob('SMS')] } },
    { how: 'holder', signals: ['SMS'] },
  ],
  ['v2, nothing', { auth: { mode: 'explicit', objects: [] } }, { how: 'holder', signals: [] }],
  [
    'v2, a PIN and something elsewhere',
    { auth: { mode: 'explicit', objects: [password('PIN'), oob('PIN2', 'PasswordOOB')] } },
    { how: 'other' },
  ],
  ['v2, two secrets', { auth: { mode: 'explicit', objects: [password('a'), password('b')] } }, { how: 'other' }],
  ['v2, a finger', { auth: { mode: 'explicit', objects: [{ id: 'BIO', type: 'Biometric' }] } }, { how: 'other' }],
  ['something new', { authMode: 'dream' }, { how: 'other' }],
])('%s', (_, info, asks) => expect(asksOf(info)).toEqual(asks))
