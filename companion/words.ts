/** What the program itself says, in the language of the page that asks. */
import type { Language } from '../src/lib/companion/protocol.ts'

interface Words {
  pairTitle: string
  pairLines(origin: string, name: string): string[]
  pairLabel: string
  pairWrong: string
  signTitle: string
  document: string
  certificate: string
  until: string
  code: string
  origin: string
  compare: string
  pinLabel: string
  pinWrong(remaining: number | undefined): string
  pinLow: string
}

export const WORDS: Record<Language, Words> = {
  vi: {
    pairTitle: 'Bút Phê: ghép nối trình duyệt',
    pairLines: (origin, name) => [
      `Trình duyệt của ${name}, tại trang ${origin}, xin được ghép nối với máy này để ký bằng token.`,
      'Nếu chính đồng chí vừa yêu cầu, hãy nhập mã 8 số đang hiện trên trang đó. Nếu không, hãy bấm hủy.',
    ],
    pairLabel: 'Mã hiện trên trang',
    pairWrong: 'Mã không đúng. Hãy xem lại trên trang.',
    signTitle: 'Bút Phê: ký bằng token',
    document: 'Văn bản',
    certificate: 'Chứng thư',
    until: 'hạn đến',
    code: 'Mã đối chiếu',
    origin: 'Trang yêu cầu',
    compare: 'Chỉ nhập mã PIN khi tên văn bản và mã đối chiếu khớp với trang. Mã PIN không rời máy này.',
    pinLabel: 'Mã PIN của token',
    pinWrong: (remaining) =>
      remaining === 1
        ? 'Mã PIN không đúng. Sai thêm một lần nữa, token sẽ tự khóa.'
        : 'Mã PIN không đúng. Nhập sai nhiều lần, token sẽ tự khóa.',
    pinLow: 'Token này vừa bị nhập sai mã PIN. Sai thêm nữa, token sẽ tự khóa.',
  },
  en: {
    pairTitle: 'Bút Phê: pair a browser',
    pairLines: (origin, name) => [
      `The browser of ${name}, on ${origin}, asks to be paired with this computer, to sign with its token.`,
      'If it was you, type the eight digits that this page shows. If not, cancel.',
    ],
    pairLabel: 'Code on the page',
    pairWrong: 'That is another code. Look at the page again.',
    signTitle: 'Bút Phê: sign with the token',
    document: 'Document',
    certificate: 'Certificate',
    until: 'valid to',
    code: 'Code to compare',
    origin: 'Asked by',
    compare: 'Type the PIN only when name and code are those of the page. The PIN does not leave this computer.',
    pinLabel: 'PIN of the token',
    pinWrong: (remaining) =>
      remaining === 1
        ? 'Wrong PIN. One more wrong PIN, and the token locks itself.'
        : 'Wrong PIN. After several wrong PINs the token locks itself.',
    pinLow: 'A wrong PIN was given to this token before. After more of them it locks itself.',
  },
}
