/** An image on the page. Its room is known before its bytes have come, so that no line moves when they do. */
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { NodeSelection } from '@tiptap/pm/state'
import type { NodeView } from '@tiptap/pm/view'
import { m } from '$lib/paraglide/messages'
import { imageAttributes } from '../../document/image.ts'
import { imageLook } from '../../document/nodes/image.ts'
import { adopt } from './upload.ts'

export interface ImageViewOptions {
  editor: Editor
  getPos: () => number | undefined
  /** Of the draft's page. */
  address: string
  /** Asks for the window with description and width. */
  onopen: () => void
}

export class ImageOnPage implements NodeView {
  readonly dom = document.createElement('figure')
  readonly #image = document.createElement('img')
  readonly #failure = document.createElement('p')
  readonly #options: ImageViewOptions
  #node: Node
  #hash = ''
  #attempts = 0

  constructor(node: Node, options: ImageViewOptions) {
    this.#node = node
    this.#options = options
    this.#image.draggable = false
    this.#image.onload = () => (this.dom.dataset.state = 'shown')
    this.#image.onerror = () => void this.#fail()
    this.#failure.setAttribute('role', 'status')
    this.dom.append(
      this.#image,
      this.#failure,
      button('image-open', m.image_edit(), () => this.#open()),
      button('image-retry', m.image_retry(), () => this.#load()),
    )
    this.dom.ondblclick = () => this.#open()
    this.#show()
    requestAnimationFrame(() => renewCaret(options.editor))
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false
    this.#node = node
    this.#show()
    return true
  }

  ignoreMutation(): boolean {
    return true
  }

  /** The buttons are pressed, not selected. */
  stopEvent({ target }: Event): boolean {
    return target instanceof HTMLButtonElement
  }

  selectNode(): void {
    this.dom.classList.add('ProseMirror-selectednode')
  }

  deselectNode(): void {
    this.dom.classList.remove('ProseMirror-selectednode')
  }

  #show(): void {
    const { hash, alt } = imageAttributes(this.#node.attrs)
    const { 'data-block': block, style } = imageLook(this.#node.attrs)
    this.dom.dataset.block = block
    this.dom.style.cssText = style
    this.#image.alt = alt || m.image_undescribed()
    if (hash === this.#hash) return
    this.#hash = hash
    this.#attempts = 0
    this.#load()
  }

  #load(): void {
    this.dom.dataset.state = 'loading'
    this.#failure.textContent = ''
    const again = this.#attempts === 0 ? '' : `?again=${this.#attempts}`
    this.#attempts++
    this.#image.src = `${this.#options.address}/images/${this.#hash}${again}`
  }

  /** One that was copied from another draft is not this draft's yet. */
  async #fail(): Promise<void> {
    const { editor, address } = this.#options
    const isFirst = this.#attempts === 1
    if (isFirst && editor.isEditable && (await adopt(address, this.#hash))) return this.#load()
    this.dom.dataset.state = 'failed'
    this.#failure.textContent = m.image_failed()
  }

  #open(): void {
    const { editor, getPos, onopen } = this.#options
    const pos = getPos()
    if (pos === undefined || !editor.isEditable) return
    editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, pos)))
    onopen()
  }
}

function button(name: string, label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = name
  made.textContent = label
  made.onclick = act
  return made
}

/**
 * Chromium takes no letters at a caret in an empty line above which something that cannot be edited has come, one's own
 * or a colleague's, until the caret is set again.
 */
function renewCaret({ isDestroyed, view }: Editor): void {
  const selection = getSelection()
  if (isDestroyed || view.composing || !view.hasFocus() || !selection?.isCollapsed || selection.rangeCount === 0) return
  const caret = selection.getRangeAt(0)
  selection.removeAllRanges()
  selection.addRange(caret)
}
