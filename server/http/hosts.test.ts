import { expect, test } from 'vitest'
import { hostnameOf, isBelieved, needsOrigin } from './hosts.ts'

const at = (host: string, origin?: string) => ({ host, origin })

test.each(['localhost', '127.0.0.1', '127.8.9.1', '[::1]', 'butphe.localhost'])('%s is this machine', (name) => {
  expect(isBelieved(name, at('127.0.0.1'))).toBe(true)
  expect(isBelieved(name, at('0.0.0.0'))).toBe(true)
})

test.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '192.168.1.5', '[2001:db8::1]', ''])(
  'without ORIGIN nobody believes «%s»',
  (name) => {
    expect(isBelieved(name, at('127.0.0.1'))).toBe(false)
    expect(isBelieved(name, at('0.0.0.0'))).toBe(false)
    expect(isBelieved(name, at('::'))).toBe(false)
  },
)

test('the one address it listens at is its own', () => {
  expect(isBelieved('192.168.1.5', at('192.168.1.5'))).toBe(true)
  expect(isBelieved('[2001:db8::1]', at('2001:db8::1'))).toBe(true)
  expect(isBelieved('192.168.1.6', at('192.168.1.5'))).toBe(false)
})

test('with ORIGIN the Host header says nothing', () => {
  expect(isBelieved('evil.example', at('0.0.0.0', 'https://butphe.example.gov.vn'))).toBe(true)
  expect(needsOrigin(at('0.0.0.0', 'https://butphe.example.gov.vn'))).toBe(false)
  expect(needsOrigin(at('0.0.0.0'))).toBe(true)
  expect(needsOrigin(at('127.0.0.1'))).toBe(false)
})

test('the name in a Host header', () => {
  expect(hostnameOf('LOCALHOST:3000')).toBe('localhost')
  expect(hostnameOf('[::1]:3000')).toBe('[::1]')
  expect(hostnameOf('a b')).toBe('')
  expect(hostnameOf(undefined)).toBe('')
})
