/** The places of the house, for the bar, the tabs of a phone and the palette. */
import BadgeCheck from '@lucide/svelte/icons/badge-check'
import FileText from '@lucide/svelte/icons/file-text'
import Inbox from '@lucide/svelte/icons/inbox'
import Settings from '@lucide/svelte/icons/settings'
import SquarePen from '@lucide/svelte/icons/square-pen'
import UserRound from '@lucide/svelte/icons/user-round'
import { m } from '$lib/paraglide/messages'

export interface Place {
  href: string
  icon: typeof Inbox
  name: () => string
  /** For the narrow tabs of a phone. */
  short: () => string
  /** Where it is shown; the palette shows all. */
  on: ('bar' | 'tabs')[]
  adminOnly?: true
}

export const PLACES: Place[] = [
  {
    href: '/work',
    icon: Inbox,
    name: () => m.common_nav_work(),
    short: () => m.common_nav_work(),
    on: ['bar', 'tabs'],
  },
  {
    href: '/documents',
    icon: FileText,
    name: () => m.common_nav_documents(),
    short: () => m.common_nav_documents(),
    on: ['bar', 'tabs'],
  },
  {
    href: '/drafts/new',
    icon: SquarePen,
    name: () => m.common_nav_new(),
    short: () => m.common_nav_new_short(),
    on: ['tabs'],
  },
  {
    href: '/verify',
    icon: BadgeCheck,
    name: () => m.common_nav_verify(),
    short: () => m.common_nav_verify_short(),
    on: ['bar', 'tabs'],
  },
  {
    href: '/admin',
    icon: Settings,
    name: () => m.common_nav_admin(),
    short: () => m.common_nav_admin(),
    on: ['bar'],
    adminOnly: true,
  },
  {
    href: '/account',
    icon: UserRound,
    name: () => m.common_nav_account(),
    short: () => m.common_nav_account(),
    on: [],
  },
]

/** True on the place itself and on every page under it. */
export const isHere = (place: Place, path: string): boolean => path === place.href || path.startsWith(`${place.href}/`)
