/**
 * What nodes tell each other. Postgres holds the truth: every message here may be lost, doubled or late, and nothing
 * is lost with it. What the bytes mean is the business of `peers.ts`.
 */
import type { RedisOptions } from 'ioredis'
import type { Logger } from 'pino'

export interface Bus {
  /** Sends to every node that listens to the channel, this one included. Never throws; what cannot be sent is dropped. */
  publish(channel: string, message: Buffer): void
  /** Starts hearing a channel; one listener each. */
  subscribe(channel: string, hear: (message: Buffer) => void): void
  unsubscribe(channel: string): void
  /** Called when the bus works again after it did not: what was said meanwhile was not heard. */
  onReturn(listener: () => void): void
  close(): Promise<void>
}

const OPTIONS: RedisOptions = {
  // A hint that waits in a queue is worth nothing when it comes.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (times) => Math.min(50 * times, 1_000),
  connectTimeout: 2_000,
  autoResubscribe: false,
}

/**
 * A bus over Redis (≥ 6) pub/sub. Starts and goes on without it: nodes are then slower to hear of each other. One
 * connection speaks and hears, so that Redis' answer and what it passes on come in one piece. The client is loaded
 * only here: a house of one node starts sooner without it.
 */
export async function createRedisBus(url: string, log: Logger): Promise<Bus> {
  const { Redis } = await import('ioredis')
  const redis = new Redis(url, OPTIONS)
  const channels = new Map<string, (message: Buffer) => void>()
  const returned = new Set<() => void>()
  let isDown = false

  const onFailure = (error: Error) => {
    if (!isDown) log.warn({ error: error.message }, 'Redis is away; nodes hear of each other through the database')
    isDown = true
  }
  redis.on('error', onFailure)
  redis.on('ready', () => {
    isDown = false
    if (channels.size > 0) redis.subscribe(...channels.keys()).catch(onFailure)
    for (const listener of returned) listener()
  })
  redis.on('messageBuffer', (channel: Buffer, message: Buffer) => channels.get(channel.toString())?.(message))

  return {
    publish: (channel, message) => void redis.publish(channel, message).catch(onFailure),
    subscribe(channel, hear) {
      channels.set(channel, hear)
      if (redis.status === 'ready') redis.subscribe(channel).catch(onFailure)
    },
    unsubscribe(channel) {
      channels.delete(channel)
      if (redis.status === 'ready') redis.unsubscribe(channel).catch(onFailure)
    },
    onReturn: (listener) => void returned.add(listener),
    async close() {
      redis.disconnect()
    },
  }
}
