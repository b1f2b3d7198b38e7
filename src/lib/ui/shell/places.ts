/** The places of the house, for the bar, the tabs of a phone and the palette. */
import BadgeCheck from '@lucide/svelte/icons/badge-check'
import Bell from '@lucide/svelte/icons/bell'
import FileText from '@lucide/svelte/icons/file-text'
import Inbox from '@lucide/svelte/icons/inbox'
import LayoutTemplate from '@lucide/svelte/icons/layout-template'
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
    href: '/news',
    icon: Bell,
    name: () => m.news_title(),
    short: () => m.news_title(),
    on: [], // in the bar it is a bell
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
    href: '/templates',
    icon: LayoutTemplate,
    name: () => m.work_templates(),
    short: () => m.work_templates(),
    on: [], // reached from where one begins a draft
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

/** What there is under Quản trị, the overview first. */
export const ADMIN_PLACES: Pick<Place, 'href' | 'name'>[] = [
  { href: '/admin', name: () => m.admin_overview() },
  { href: '/admin/agency', name: () => m.admin_agency() },
  { href: '/admin/units', name: () => m.admin_units() },
  { href: '/admin/people', name: () => m.admin_people() },
  { href: '/admin/registers', name: () => m.admin_registers() },
  { href: '/admin/rights', name: () => m.admin_rights() },
  { href: '/admin/bases', name: () => m.admin_bases() },
  { href: '/admin/format', name: () => m.admin_format() },
  { href: '/admin/keys', name: () => m.admin_keys() },
  { href: '/admin/authorities', name: () => m.admin_authorities() },
  { href: '/admin/signing', name: () => m.admin_signing() },
  { href: '/admin/record', name: () => m.admin_record() },
]

/** True on the place itself and on every page under it. */
export const isHere = (place: Place, path: string): boolean => path === place.href || path.startsWith(`${place.href}/`)
