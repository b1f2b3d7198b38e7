/** Files that are pasted into the text or dropped onto it. */
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'

export interface ImageFilesOptions {
  /** `pos`: where they belong in the text. */
  onfiles: (files: File[], pos: number) => void
}

export const ImageFiles = Extension.create<ImageFilesOptions>({
  name: 'imageFiles',
  priority: 1000, // before what reads pasted words
  addOptions: () => ({ onfiles: () => {} }),
  addProseMirrorPlugins() {
    const { onfiles } = this.options
    return [
      new Plugin({
        key: new PluginKey('image-files'),
        props: {
          handlePaste(view, { clipboardData }) {
            if (!view.editable) return false
            const files = [...(clipboardData?.files ?? [])]
            if (files.length > 0 && !hasWords(clipboardData)) {
              onfiles(files, view.state.selection.head)
              return true
            }
            return false
          },
          handleDrop(view, event) {
            const files = [...(event.dataTransfer?.files ?? [])]
            if (files.length === 0) return false
            event.preventDefault() // else the browser leaves the page to show the file
            const found = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (view.editable) onfiles(files, found?.pos ?? view.state.selection.head)
            return true
          },
        },
      }),
    ]
  },
})

/** Word and spreadsheets put a picture of the passage beside its words; the words are meant. */
function hasWords(data: DataTransfer | null): boolean {
  if (!data) return false
  if (data.getData('text/plain').trim() !== '') return true
  const page = new DOMParser().parseFromString(data.getData('text/html'), 'text/html')
  return page.body.textContent.trim() !== ''
}
