/**
 * Tables: Tiptap's, loosened to `*` (see frame.ts) and with attributes that are numbers whatever the source says:
 * a colspan that is text ("2") freezes the browser of everybody who has the draft open.
 */
import {
  Table,
  TableCell as TiptapCell,
  TableHeader as TiptapHeader,
  TableRow as TiptapRow,
} from '@tiptap/extension-table'
import { columnWidths, span } from '../span.ts'
import { plainTables, tableCare } from '../tables.ts'

const cellAttributes = () => ({
  colspan: { default: 1, parseHTML: (element: HTMLElement) => span(element.getAttribute('colspan')) },
  rowspan: { default: 1, parseHTML: (element: HTMLElement) => span(element.getAttribute('rowspan')) },
  colwidth: {
    default: null,
    parseHTML: (element: HTMLElement) =>
      columnWidths(element.getAttribute('colwidth')?.split(','), span(element.getAttribute('colspan'))),
  },
})

export const tableNodes = [
  Table.extend({ content: 'tableRow*', addProseMirrorPlugins: () => [tableCare(), plainTables()] }),
  TiptapRow.extend({ content: '(tableCell | tableHeader)*' }),
  TiptapCell.extend({ content: 'cellBlock*', addAttributes: cellAttributes }),
  TiptapHeader.extend({ content: 'cellBlock*', addAttributes: cellAttributes }),
]
