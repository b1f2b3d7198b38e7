/** What `work` gives, or after so many milliseconds the error that `late` makes; `work` goes on unheard. */
export function inTime<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  // Not `Promise.race`: every commit comes through here, and that makes four promises more.
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms)
    work.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error as Error)
      },
    )
  })
}
