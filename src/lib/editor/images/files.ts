/** Files that are pasted into the text or dropped onto it, and images in what is pasted. */
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { m } from '$lib/paraglide/messages'
import { toasts } from '../../ui/toasts.svelte.ts'

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
            if (hasPictures(clipboardData)) toasts.show(m.image_not_pasted())
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

/** Smaller ones are signs and dots of a web page, px. */
const PICTURE_PX = 32

/** Pages and Word put their pictures among the words, as addresses that lead nowhere from here. */
function hasPictures(data: DataTransfer | null): boolean {
  const html = data?.getData('text/html') ?? ''
  if (html.includes('data-pm-slice')) return false // from a page like this one: its images come along
  const page = new DOMParser().parseFromString(html, 'text/html')
  return [...page.images].some(
    ({ width, height }) => (width || PICTURE_PX) >= PICTURE_PX && (height || PICTURE_PX) >= PICTURE_PX,
  )
}
