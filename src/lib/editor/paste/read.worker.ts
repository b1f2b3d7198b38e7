/** Reads a long paste off the main thread: 1,500 rows would hold the page for more than a second. */
import { type Asked, readPaste } from './reading.ts'

/** Both ways as JSON: the browser's own copying of objects takes three times as long. */
self.onmessage = ({ data }: MessageEvent<string>) => {
  const asked: Asked = JSON.parse(data)
  self.postMessage(JSON.stringify(readPaste(asked)))
}
