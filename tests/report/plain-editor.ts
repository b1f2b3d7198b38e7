/** The peer of `typing.report.ts`: Tiptap with its starter kit and nothing else, on a page of its own. */
import { Editor } from '@tiptap/core'
import { TableKit } from '@tiptap/extension-table'
import { StarterKit } from '@tiptap/starter-kit'

declare global {
  interface Window {
    fillPlainEditor: (html: string) => void
  }
}

window.fillPlainEditor = (html) => {
  new Editor({ element: document.body, extensions: [StarterKit, TableKit], content: html })
}
