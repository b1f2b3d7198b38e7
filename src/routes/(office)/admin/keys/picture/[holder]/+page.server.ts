/** The picture of a leader's signature, or of the agency's seal, by an administrator. */
import { AppError } from '$lib/errors.ts'
import { administers, administrator, shown } from '../../../../../answers.ts'
import { holderOf } from '../../../../../keys/picture/holder.ts'
import { nothing, pictureForm, pictureGiven, pictureShown } from '../../../../../keys/picture/pictures.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, issue } = event.locals.app
  const userId = holderOf(event.params.holder)
  const [all, picture] = await shown(
    Promise.all([access.colleagues(me, { roles: ['leader'] }), issue.keys.picture(me, userId)]),
  )
  const holder = all.find(({ id }) => id === userId)
  if (userId !== null && !holder) return shown(Promise.reject(new AppError('not_found')))
  return { ...pictureShown(picture, userId), name: holder?.name, position: holder?.position }
}

export const actions: Actions = {
  keep: administers({ fields: pictureForm, form: 'keep' }, ({ locals, params }, me, { imagePng }) =>
    locals.app.issue.keys.setPicture(me, pictureGiven(holderOf(params.holder ?? ''), imagePng)),
  ),
  remove: administers({ fields: nothing, form: 'remove' }, ({ locals, params }, me) =>
    locals.app.issue.keys.setPicture(me, { userId: holderOf(params.holder ?? ''), imagePng: null }),
  ),
}
