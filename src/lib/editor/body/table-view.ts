/** A table on the page: its columns are as wide as in print, whatever its cells say in sum. */
import type { Node } from '@tiptap/pm/model'
import type { NodeView, ViewMutationRecord } from '@tiptap/pm/view'
import { leastWidthMm } from '../../document/cell-words.ts'
import { columnShares } from '../../document/print/table.ts'
import { hasSameGrid } from '../../document/table-measure.ts'
import { plainBlock } from '../core/plain.ts'

export class TableOnPage implements NodeView {
  readonly dom = document.createElement('table')
  readonly contentDOM = document.createElement('tbody')
  readonly #columns = document.createElement('colgroup')
  #node: Node

  constructor(node: Node) {
    this.#node = node
    this.dom.append(this.#columns, this.contentDOM)
    this.#setColumns()
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false
    const isSame = keepsColumns(this.#node, node)
    this.#node = node
    if (!isSame) this.#setColumns()
    return true
  }

  /** What is set here is no edit. */
  ignoreMutation({ target }: ViewMutationRecord): boolean {
    return target !== this.contentDOM && !this.contentDOM.contains(target)
  }

  #setColumns(): void {
    const widths = columnShares(plainBlock(this.#node)).map((share) => `${share * 100}%`)
    const shown = [...this.#columns.children].map((column) => column.getAttribute('data-share'))
    if (widths.length === shown.length && widths.every((width, at) => width === shown[at])) return
    this.#columns.replaceChildren(
      ...widths.map((width) => {
        const column = document.createElement('col')
        column.dataset.share = width
        column.style.width = width
        return column
      }),
    )
  }
}

/** Whether no cell came, went or changed its width, nor a longest word, on which widths depend: all cells are many to ask at a letter. */
function keepsColumns(before: Node, after: Node): boolean {
  const leastIn = (row: Node) => (plainBlock(row).content ?? []).map(leastWidthMm)
  return (
    hasSameGrid(before, after) &&
    after.children.every((row, at) => {
      const was = before.child(at)
      return row === was || leastIn(was).join() === leastIn(row).join()
    })
  )
}
