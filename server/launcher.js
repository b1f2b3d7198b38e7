/**
 * `npm start` runs the server through a shell, and npm hands its SIGTERM to that shell alone: dash dies of it and leaves
 * the server running without anybody who knows of it. So a server that npm started ends when its parent has gone.
 * systemd, containers and whoever runs `node server/start.js` send their signals themselves: there nothing is watched.
 */

const LOOK_EVERY_MS = 250

/** Calls `gone` once when the shell of `npm start` has ended. On Windows, where a parent's number stays, never. @param {() => void} gone */
export function watchLauncher(gone) {
  if (process.env.npm_lifecycle_event !== 'start') return
  const launcher = process.ppid
  if (launcher === 1) return // already gone, or a container's first process: it is told by its own signals
  const timer = setInterval(() => {
    if (process.ppid === launcher) return
    clearInterval(timer)
    gone()
  }, LOOK_EVERY_MS)
  timer.unref()
}
