/** The editor of a draft's body: the shared schema, the shared text, and what makes it pleasant to write in. */
import { type AnyExtension, Editor, Node } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { KindId } from '../../document/kinds.ts'
import { kindOf } from '../../document/kinds.ts'
import { documentExtensions } from '../../document/schema.ts'
import { CaretNames } from '../body/caret-names.ts'
import { type CaretUser, drawCaret, drawSelection } from '../body/carets.ts'
import { CleanLetters } from '../body/clean-letters.ts'
import { ExactCaret } from '../body/exact-caret.ts'
import { ExactLetters } from '../body/exact-letters.ts'
import { HeardCaret } from '../body/heard-caret.ts'
import { Ready } from '../body/ready.ts'
import { RemoteAwareness } from '../body/remote-awareness.ts'
import { TableOnPage } from '../body/table-view.ts'
import { UndoSteps } from '../body/undo-steps.ts'
import { Closing } from '../core/closing.ts'
import { Highlights } from '../core/highlights.ts'
import { Numbering } from '../core/numbering.ts'
import type { Popup } from '../core/popup.ts'
import { Reading } from '../core/reading.ts'
import { SuggestedMarks } from '../core/suggested.ts'
import { forgetUndo, textHistory } from '../core/undo.ts'
import { ImageFiles } from '../images/files.ts'
import { ImageOnPage } from '../images/image-view.ts'
import { BySlash, type Offering } from '../names/by-slash.ts'
import type { Arrival } from '../paste/arrival.ts'
import { Clipboard } from '../paste/clipboard.ts'
import { AtSign } from '../references/at-sign.ts'
import { Finder } from '../search/finder.ts'
import { Structure } from '../structure/structure.ts'
import { ToolKeys } from '../tools/keys.ts'

export interface BodyOptions {
  element: HTMLElement
  /** Nơi nhận and the signatures, as the page has made them. */
  closing: HTMLElement
  doc: Y.Doc
  awareness: Awareness | null
  kind: () => KindId
  label: string
  /** Of the draft's page: images are fetched from below it. */
  address: string
  editable: boolean
  /** Somebody types in the text that was only read. Answers whether that is allowed now. */
  onbegin: () => boolean
  onchange: () => void
  onpaste: (arrival: Arrival | Promise<Arrival | null>) => void
  onselect: () => void
  /** Files were pasted or dropped; `pos` is where they belong. */
  onfiles: (files: File[], pos: number) => void
  /** A key or a press in the text asks for a small window. */
  onpopup: (wanted: Popup) => void
  /** What "/" offers. */
  offering: Offering
}

/** What sticks to the edges of the window, and a line of air: there the caret would not be seen. As in Desk.svelte. */
const COVERED_PX = { top: 112, bottom: 80, left: 5, right: 5 }

/** All plugins are registered here, before the view exists: one that is added later would break undo for good. */
export function createBody(options: BodyOptions): Editor {
  const formula = () => kindOf(options.kind()).formula
  const remote = options.awareness && new RemoteAwareness(options.awareness)
  const names = remote && new CaretNames(remote)
  const carets: AnyExtension[] = remote
    ? [
        CollaborationCaret.configure({
          provider: { awareness: remote },
          render: (user: CaretUser) => {
            const drawn = drawCaret(user)
            if (typeof user.client === 'number') names?.drawn(user.client, drawn)
            return drawn
          },
          selectionRender: drawSelection,
        }),
      ]
    : []
  const body = options.doc.getXmlFragment('body')
  const caret = new HeardCaret()
  const stopHearing = caret.beforeChangesOf(options.doc)
  const editor = new Editor({
    element: options.element,
    editable: options.editable,
    // A place for the first selection; the shared text takes its room before anything is drawn, and nothing is written.
    content: { type: 'doc', content: [{ type: 'textblock' }] },
    injectCSS: false,
    enablePasteRules: false,
    enableCoreExtensions: { clipboardTextSerializer: false },
    extensions: [
      ...documentExtensions.map((extension) => onPage(extension, options)),
      Collaboration.configure({ fragment: body, yUndoOptions: { undoManager: textHistory(body) } }),
      UndoSteps,
      ExactLetters,
      ...carets,
      Structure.configure({ formula }),
      Numbering.configure({ kind: options.kind }),
      Highlights,
      SuggestedMarks,
      Finder,
      ExactCaret,
      caret.extension,
      AtSign.configure({ onsign: () => options.onpopup({ kind: 'reference', bySign: true }) }),
      BySlash.configure({ offering: options.offering }),
      Reading,
      Ready.configure({ onbegin: options.onbegin }),
      ToolKeys.configure({ onpopup: options.onpopup }),
      ImageFiles.configure({ onfiles: options.onfiles }),
      Clipboard.configure({ kind: options.kind, onpaste: options.onpaste }),
      CleanLetters,
      Closing.configure({ element: options.closing }),
    ],
    editorProps: {
      scrollThreshold: COVERED_PX,
      scrollMargin: COVERED_PX,
      attributes: {
        class: 'body',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': options.label,
        lang: 'vi',
        spellcheck: 'false',
        autocorrect: 'off',
        autocapitalize: 'off',
        translate: 'no',
      },
      handleDOMEvents: {
        compositionend: () => {
          setTimeout(() => remote?.catchUp(), 100)
          return false
        },
      },
    },
    onDestroy: () => {
      stopHearing()
      names?.destroy()
    },
    onTransaction: ({ transaction }) => {
      if (transaction.docChanged) options.onchange()
    },
    onSelectionUpdate: options.onselect,
  })
  if (remote) remote.isComposing = () => editor.view.composing
  forgetUndo(editor.state)
  return editor
}

/** The document room knows no page; here its tables and images get theirs. */
function onPage(extension: AnyExtension, { address, onpopup }: BodyOptions): AnyExtension {
  if (!(extension instanceof Node)) return extension
  if (extension.name === 'table') return extension.configure({ View: TableOnPage })
  if (extension.name !== 'image') return extension
  const onopen = () => onpopup({ kind: 'image' })
  return extension.extend({
    addNodeView:
      () =>
      ({ node, editor, getPos }) =>
        new ImageOnPage(node, { editor, getPos, address, onopen }),
  })
}
