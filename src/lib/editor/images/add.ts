/** Files become images in the text: first they are on the server's disk, then they are put in. */
import type { Editor } from '@tiptap/core'
import type { EditorState } from '@tiptap/pm/state'
import { m } from '$lib/paraglide/messages'
import { firstWidthMm, IMAGE_LIMITS } from '../../document/image.ts'
import { errorText } from '../../ui/errors.ts'
import { toasts } from '../../ui/toasts.svelte.ts'
import { keepPlace } from '../core/highlights.ts'
import { insertImage } from '../core/images.ts'
import { endUndoStep } from '../core/undo.ts'
import { upload, type UploadFault } from './upload.ts'

/** What a file dialog offers; what a file is, its bytes say. */
const ACCEPTED = '.png,.jpg,.jpeg,image/png,image/jpeg'
/** Sooner, nobody wonders where it stays. */
const TOLD_AFTER_MS = 600

/** Asks for a file and puts it in where the caret is. */
export function chooseImage(editor: Editor, address: string): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = ACCEPTED
  input.multiple = true
  input.onchange = () => void addImages(editor, address, [...(input.files ?? [])], editor.state.selection.head)
  input.click()
}

/** `pos`: where they belong; what others write meanwhile moves it. Each failure is told, and leaves the text as it is. */
export async function addImages(editor: Editor, address: string, files: readonly File[], pos: number): Promise<void> {
  // The caret knows its own place best; in an empty line a noted one comes back behind the line.
  const isAtCaret = pos === editor.state.selection.head
  let place = isAtCaret ? (now: EditorState) => now.selection.head : keepPlace(editor.state, pos)
  for (const file of files) {
    const told = setTimeout(() => toasts.show(m.image_uploading({ name: file.name })), TOLD_AFTER_MS)
    const got = await upload(address, file)
    clearTimeout(told)
    if ('fault' in got) {
      toasts.show(`${file.name}: ${faultText(got.fault)}`, 'fault')
      continue
    }
    if (editor.isDestroyed || !editor.isEditable) return toasts.show(m.image_too_late({ name: file.name }), 'fault')
    const { hash, width, height } = got
    const attributes = { hash, pixelWidth: width, pixelHeight: height, widthMm: firstWidthMm(got), alt: '' }
    const at = place(editor.state)
    const put = insertImage(editor.state, attributes, at)
    if (!put) return
    endUndoStep(editor.state)
    editor.view.dispatch(put.tr)
    endUndoStep(editor.state)
    place = keepPlace(editor.state, put.caption)
  }
  if (!editor.isDestroyed) editor.view.focus()
}

/** Why an image was not taken, in words. */
export function faultText(fault: UploadFault): string {
  if (fault === 'away') return m.image_fault_away()
  if ('code' in fault) return errorText(fault.code)
  switch (fault.image) {
    case 'type':
      return m.image_fault_type()
    case 'size':
      return m.image_fault_size({ megabytes: IMAGE_LIMITS.megabytes })
    case 'pixels':
      return m.image_fault_pixels({ megapixels: IMAGE_LIMITS.megapixels })
    case 'broken':
      return m.image_fault_broken()
    case 'full':
      return m.image_fault_full({ count: IMAGE_LIMITS.images, megabytes: IMAGE_LIMITS.totalMegabytes })
  }
}
