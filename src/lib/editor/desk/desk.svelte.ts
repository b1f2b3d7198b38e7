/**
 * Everything that is open on the desk for one draft: the connection, the fields, the editor, and what lies in the
 * margin. One owner: `destroy` ends all of it.
 */
import type { Editor } from '@tiptap/core'
import type * as Y from 'yjs'
import { Connection } from '../../collab/connection.svelte.ts'
import { readingState, SAVING, type SavingState } from '../../collab/saving-state.ts'
import { type Fields, SCHEMA_VERSION } from '../../document/model.ts'
import { withOffice } from '../../document/office.ts'
import { newText } from '../../document/seed.ts'
import { bringsFlaw } from '../../document/sound/examine.ts'
import { isSuggestedField } from '../../document/suggest/fields.ts'
import { AfterPaint } from '../../ui/after-paint.ts'
import { DraftFields } from '../core/fields.svelte.ts'
import type { Popup } from '../core/popup.ts'
import { Findings } from '../margin/findings.svelte.ts'
import { Suggestions } from '../margin/suggestions.svelte.ts'
import { Threads } from '../margin/threads.svelte.ts'
import { SlashOffers } from '../names/slash-offers.svelte.ts'
import type { Pasting } from '../paste/by-rows.ts'
import { Printed } from '../printed/printed.svelte.ts'
import { Find } from '../search/find.svelte.ts'
import type { DraftView, StoredText } from '../types.ts'
import { ShownText } from './shown-text.svelte.ts'
import { remembersWriting, rememberWriting } from './writing.ts'

export interface DeskOptions {
  draftId: string
  personId: string
  stored: StoredText
  /** As the server sends them. */
  threads: unknown
  suggestions: unknown
  draft: DraftView
  /** Something about the draft beside its text has changed: fetch it again. */
  onmoved: () => void
}

/** Reading; saying how the text should read; changing it. */
export type Mode = 'reading' | 'suggesting' | 'writing'

export class Desk {
  connection = $state.raw<Connection>()
  /** In place of a connection, for who has none: the frozen document, as a text of this page alone. */
  copy = $state.raw<Y.Doc>()
  fields = $state.raw<DraftFields>()
  editor = $state.raw<Editor>()
  /** Grows when the body has changed; what depends on the words reads it. */
  version = $state(0)
  /** Grows when the selection has moved. */
  selected = $state(0)
  outline = $state(false)
  margin = $state(false)
  /** The PDF of this moment lies beside the page. */
  pdf = $state(false)
  /** The text, or the field of the page, in which the caret was last. */
  lastText: HTMLElement | null = null
  /** The small window that is open at the caret. */
  popup = $state.raw<Popup | null>(null)
  readonly shown: ShownText
  readonly threads: Threads
  readonly suggestions: Suggestions
  readonly findings: Findings
  readonly find = new Find()
  readonly names = new SlashOffers(() => this.editor?.view)
  readonly printed: Printed
  readonly #options: DeskOptions
  /** A long paste is on its way in. */
  pasting = $state.raw<Pasting | null>(null)
  #wanted = $state<Mode>('reading')
  /** This person has just made the draft: where one begins to write is shown with the focus. */
  isNew = $state(false)
  #stops: (() => void)[] = []
  #versionSoon = new AfterPaint(() => this.version++)
  #selectedSoon = new AfterPaint(() => this.selected++)

  constructor(options: DeskOptions) {
    this.#options = options
    this.shown = new ShownText(options.draft.textPosition)
    this.threads = new Threads(options.draftId, options.threads, options.personId)
    this.suggestions = new Suggestions({
      draftId: options.draftId,
      personId: options.personId,
      list: options.suggestions,
      isComposing: () => this.editor?.view.composing ?? false,
      text: () => this.shared,
      onchanged: (position) => this.shown.follow(position),
      onmoved: options.onmoved,
    })
    this.findings = new Findings()
    this.printed = new Printed({
      address: `/drafts/${options.draftId}/pages`,
      isStored: () => this.isStored,
      blocks: () => this.editor?.state.doc.childCount ?? null,
    })
  }

  /** In the browser only: opens the line. Opening is reading; nothing here writes. */
  open(): void {
    const { draftId, personId, draft, stored, onmoved } = this.#options
    if (stored.frozen) {
      const copy = newText({ fields: stored.fields, body: stored.frozen })
      this.copy = copy
      this.#stops = [() => copy.destroy()]
      return
    }
    // Who has just begun a draft wants to write; everybody else begins with reading.
    const remembered = remembersWriting(draftId)
    this.isNew = remembered === null && draft.path.length === 1 && draft.owner.id === personId
    this.#wanted = (remembered ?? this.isNew) ? 'writing' : 'reading'
    const isSound = (change: Y.Transaction) => !bringsFlaw(change)
    const connection = new Connection({ draftId, personId, schemaVersion: SCHEMA_VERSION, isSound })
    this.connection = connection
    this.#stops = [
      connection.onNotice('threads', () => void this.threads.refresh()),
      connection.onNotice('thread-reads', () => void this.threads.refreshMarks()),
      connection.onNotice('suggestions', () => void this.suggestions.refresh()),
      connection.onNotice('state', onmoved),
      () => connection.destroy(),
    ]
  }

  /** Binds the fields of the present copy of the draft; called again when the connection had to take a fresh one. */
  bindFields(): () => void {
    const { text } = this
    if (!text) return () => {}
    const mayChange = this.mode === 'suggesting' ? isSuggestedField : undefined
    const fields = new DraftFields(text, this.#options.stored.fields, mayChange)
    this.fields = fields
    return () => {
      if (this.fields === fields) this.fields = undefined
      fields.destroy()
    }
  }

  /** The text, once all of it is here; another one when the connection had to take a fresh copy. */
  get text(): Y.Doc | undefined {
    if (this.isInCopy) return this.suggestions.fork?.doc
    if (this.suggestions.view === 'final' && this.shared) return this.suggestions.final?.doc
    return this.copy ?? this.shared
  }

  /** The text that everybody shares, once all of it is here. */
  get shared(): Y.Doc | undefined {
    return this.connection?.synced ? this.connection.doc : undefined
  }

  /** What is said of saving; undefined before the page has come to life. */
  get saving(): SavingState | undefined {
    const { frozenAt } = this.#options.draft
    if (this.copy && frozenAt) return readingState(frozenAt, Date.now())
    const state =
      this.suggestions.fork && this.connection
        ? this.suggestions.saving(this.connection.status)
        : this.connection?.state
    // Of what is pasted nothing, or a part, is in the text yet: that part alone is saved.
    return this.pasting && state?.saving === 'stored' ? SAVING : state
  }

  /** All that is seen here is on the server's disk. */
  get isStored(): boolean {
    return this.copy !== undefined || (this.connection?.synced === true && this.connection.unsaved === 0)
  }

  /** What others write comes in: nothing that a page loaded anew would show is missing here. */
  get isCurrent(): boolean {
    return this.copy !== undefined || (this.connection?.synced === true && this.connection.status.kind === 'live')
  }

  /** The body has changed. No letter waits for what follows from it. */
  changed(): void {
    this.#versionSoon.ask()
  }

  /** The selection has moved. */
  moved(): void {
    this.#selectedSoon.ask()
  }

  /** With what the office is called now. */
  readonly values: Fields = $derived.by(() => this.inOffice(this.fields?.values ?? this.#options.stored.fields))

  inOffice(fields: Fields): Fields {
    return withOffice(fields, this.#options.draft.offices)
  }

  /** The connection's word is the newest; before it speaks, nobody writes. */
  readonly mayWrite = $derived(this.connection?.canWrite ?? false)
  readonly maySuggest = $derived(this.connection?.canSuggest ?? false)
  /** One person's mode changes nothing for others. */
  readonly mode = $derived.by((): Mode => {
    if (this.#wanted === 'writing' && this.mayWrite) return 'writing'
    return this.#wanted === 'suggesting' && this.maySuggest ? 'suggesting' : 'reading'
  })
  /**
   * One edits a copy, and what differs in it is suggested. In the final reading everybody does so: what stands there is not the
   * text. The original is only read by who suggests.
   */
  readonly isInCopy = $derived.by(() =>
    this.suggestions.view === 'final'
      ? this.mode !== 'reading' && this.maySuggest
      : this.mode === 'suggesting' && this.suggestions.view !== 'original',
  )
  /** What is typed is taken: into the text, or as a suggestion. */
  readonly isWriting = $derived.by(
    () => this.mode !== 'reading' && (this.isInCopy || (this.mode === 'writing' && this.suggestions.view !== 'final')),
  )

  /** In a copy of the text, as long as it lasts. Returns what ends it. */
  beginSuggesting(text: Y.Doc): () => void {
    this.suggestions.begin(text)
    return () => this.suggestions.end()
  }

  suggest(wanted: boolean): void {
    this.#choose(wanted ? 'suggesting' : 'reading')
  }

  /** Ctrl+Shift+E: from one to the next of those that are open to this person. */
  nextMode(): void {
    const open: Mode[] = [
      'reading',
      ...(this.maySuggest ? (['suggesting'] as const) : []),
      ...(this.mayWrite ? (['writing'] as const) : []),
    ]
    this.#choose(open[(open.indexOf(this.mode) + 1) % open.length] ?? 'reading')
  }

  write(wanted: boolean): void {
    this.#choose(wanted ? 'writing' : 'reading')
    if (wanted) queueMicrotask(() => this.editor?.commands.focus())
  }

  /** Who may write and types in the text is writing, with the caret where it stands. Answers whether it is so. */
  beginInText(): boolean {
    if (this.mayWrite && this.mode === 'reading') this.#choose('writing')
    // In the final reading one goes on in another copy: what is pressed now would stay in this one.
    return this.isWriting && !this.suggestions.isFinal
  }

  #choose(wanted: Mode): void {
    this.#wanted = wanted
    rememberWriting(this.#options.draftId, wanted === 'writing')
  }

  destroy(): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
    this.#versionSoon.cancel()
    this.#selectedSoon.cancel()
    this.suggestions.destroy()
    this.findings.destroy()
    this.printed.destroy()
    this.connection = undefined
    this.copy = undefined
  }
}
